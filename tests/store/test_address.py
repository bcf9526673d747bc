"""An address is shown without what is secret in it."""

from __future__ import annotations

import pytest

from setter.store.address import shown


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("/home/mira/house.db", "/home/mira/house.db"),
        ("C:\\data\\a:b@c.db", "C:\\data\\a:b@c.db"),
        ("postgresql://mira@host/house", "postgresql://mira@host/house"),
        ("postgresql://mira:s3c:r@t@host:5432/house", "postgresql://mira:***@host:5432/house"),
        (
            "postgresql://mira:secret@one,two:5433/house?sslmode=require",
            "postgresql://mira:***@one,two:5433/house?sslmode=require",
        ),
        ("postgresql://mira:s3#c?r@host/house", "postgresql://mira:***@host/house"),
        ("postgresql://host/house?password=s#cret&user=mira", "postgresql://host/house?password=***&user=mira"),
        ("postgresql://host/house?password=secret&user=mira", "postgresql://host/house?password=***&user=mira"),
        ("postgres:///house?user=mira&sslpassword=secret", "postgres:///house?user=mira&sslpassword=***"),
    ],
)
def test_an_address_as_it_is_shown(url: str, seen: str) -> None:
    assert shown(url) == seen
