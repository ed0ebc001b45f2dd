"""The codes of ISO 3166-1 that are no states of their own."""

# Dependent territories of ISO 3166-1: they have codes, but no ministries of a nation.
DEPENDENT = frozenset(  # rows of codes are easier to check than a column
    """
    AI AS AW AX BL BM BQ BV CC CK CW CX FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP
    MQ MS NC NF NU PF PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT
    """.split()
)
