TITLE = "landing"


def measure(bench):
    from benchmarks.figures import NotYet

    raise NotYet("not written yet")
    yield
