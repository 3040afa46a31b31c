"""Whole hundredths as text."""


def hundredths(n: int) -> str:
    """`n` hundredths with two decimals, exactly.

    >>> hundredths(7125), hundredths(5), hundredths(-1250), hundredths(-5)
    ('71.25', '0.05', '-12.50', '-0.05')
    """
    whole, rest = divmod(abs(n), 100)
    return f"{'-' if n < 0 else ''}{whole}.{rest:02}"
