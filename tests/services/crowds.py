"""Lists of people, each with a number of their own."""


def crowd(number: int) -> list[str]:
    """Rows of people with a number of their own."""
    letters = "abcdefghij"
    names = [f"P{letters[place // 10]}{letters[place % 10]}" for place in range(number)]
    return [f"{name} Quill,Firm {name},+1312556{place:04d},Owner,,IL,US" for place, name in enumerate(names)]
