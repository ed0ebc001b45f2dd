"""A world map of our own: land as rows of dots, a place for each country. Degrees, rounded to what a picture
of this size can show; the places are near the middle of each country, or its capital where that is clearer."""

from __future__ import annotations

# Latitude: where land begins and ends along it, west negative.
LAND: dict[int, tuple[tuple[int, int], ...]] = {
    80: ((-95, -65), (-58, -22), (16, 24), (94, 102)),
    76: ((-120, -82), (-68, -20), (57, 67), (96, 112), (139, 147)),
    72: ((-125, -90), (-85, -74), (-54, -23), (53, 57), (70, 72), (76, 140)),
    68: ((-164, -74), (-52, -31), (14, 42), (45, 180)),
    64: ((-164, -93), (-84, -66), (-51, -41), (-22, -15), (11, 29), (31, 178)),
    60: ((-165, -95), (-77, -65), (-47, -44), (6, 12), (14, 18), (23, 155), (163, 170)),
    56: ((-160, -156), (-131, -88), (-77, -62), (-5, -3), (9, 10), (13, 14), (22, 137), (157, 162)),
    52: ((-127, -82), (-79, -57), (-9, -7), (-3, 0), (5, 140), (157, 157)),
    48: ((-123, -66), (-1, 139), (143, 143)),
    44: ((-123, -64), (-8, 8), (10, 12), (16, 28), (40, 47), (51, 135), (142, 144)),
    40: ((-123, -75), (-8, -1), (16, 16), (21, 23), (27, 49), (54, 118), (123, 127), (140, 141)),
    36: ((-121, -77), (-5, -4), (0, 10), (28, 50), (55, 119), (127, 128), (134, 139)),
    32: ((-116, -82), (-8, 13), (21, 47), (49, 119), (131, 131)),
    28: ((-113, -98), (-81, -81), (-12, 34), (36, 48), (53, 119)),
    24: ((-111, -99), (-81, -78), (-15, 35), (38, 56), (69, 89), (91, 117), (121, 121)),
    20: ((-104, -97), (-90, -88), (-76, -71), (-16, 37), (41, 56), (74, 86), (94, 105), (110, 110)),
    16: ((-97, -85), (-16, 38), (44, 51), (75, 80), (96, 97), (99, 107), (121, 121)),
    12: ((-86, -85), (-74, -70), (-16, 42), (44, 50), (76, 79), (99, 99), (103, 108), (123, 124)),
    8: ((-82, -80), (-77, -60), (-12, 48), (81, 81), (99, 99), (125, 125)),
    4: ((-77, -52), (10, 46), (97, 98), (102, 102), (114, 117)),
    0: ((-79, -51), (10, 42), (100, 103), (110, 117), (121, 121), (132, 133)),
    -4: ((-80, -39), (12, 39), (103, 105), (112, 115), (120, 121), (134, 143)),
    -8: ((-78, -36), (14, 39), (109, 113), (125, 125), (140, 147)),
    -12: ((-76, -38), (14, 40), (50, 50), (132, 135), (143, 143)),
    -16: ((-73, -40), (12, 39), (45, 49), (125, 145)),
    -20: ((-70, -41), (14, 34), (45, 48), (120, 147)),
    -24: ((-70, -47), (15, 34), (44, 47), (114, 150)),
    -28: ((-70, -50), (17, 31), (115, 152)),
    -32: ((-71, -53), (19, 28), (117, 120), (126, 151)),
    -36: ((-73, -58), (138, 149), (175, 175)),
    -40: ((-73, -63), (145, 147), (174, 176)),
    -44: ((-73, -67), (147, 147), (169, 171)),
    -48: ((-74, -67),),
    -52: ((-73, -69), (-59, -59)),
    -55: ((-70, -67),),
}
STEP = 4  # degrees between two dots

_PLACES = """
AD 2 43 AE 54 24 AF 66 34 AG -62 17 AI -63 18 AL 20 41 AM 45 40 AO 18 -12 AQ 0 -58 AR -65 -34 AS -171 -14
AT 14 48 AU 134 -25 AW -70 12 AX 20 60 AZ 48 41 BA 18 44 BB -59 13 BD 90 24 BE 4 51 BF -2 12 BG 25 43
BH 51 26 BI 30 -3 BJ 2 10 BL -63 18 BM -65 32 BN 115 5 BO -65 -17 BQ -68 12 BR -53 -11 BS -77 24 BT 90 27
BV 3 -54 BW 24 -22 BY 28 53 BZ -89 17 CA -98 58 CC 97 -12 CD 24 -3 CF 21 7 CG 15 -1 CH 8 47 CI -6 7
CK -160 -21 CL -71 -32 CM 12 5 CN 104 35 CO -73 4 CR -84 10 CU -79 22 CV -24 15 CW -69 12 CX 106 -10
CY 33 35 CZ 15 50 DE 10 51 DJ 43 12 DK 10 56 DM -61 15 DO -70 19 DZ 3 28 EC -78 -1 EE 26 59 EG 30 27
EH -13 25 ER 39 15 ES -4 40 ET 40 8 FI 26 63 FJ 178 -18 FK -59 -52 FM 158 7 FO -7 62 FR 2 47 GA 12 -1
GB -2 54 GD -62 12 GE 44 42 GF -53 4 GG -3 49 GH -1 8 GI -5 36 GL -41 72 GM -15 13 GN -11 10 GP -62 16
GQ 10 2 GR 22 39 GS -37 -54 GT -90 15 GU 145 13 GW -15 12 GY -59 5 HK 114 22 HM 73 -53 HN -87 15 HR 16 45
HT -73 19 HU 19 47 ID 113 -2 IE -8 53 IL 35 31 IM -5 54 IN 79 22 IO 72 -7 IQ 44 33 IR 54 32 IS -19 65
IT 12 43 JE -2 49 JM -77 18 JO 36 31 JP 138 36 KE 38 0 KG 75 41 KH 105 13 KI 173 1 KM 43 -12 KN -63 17
KP 127 40 KR 128 36 KW 48 29 KY -81 19 KZ 67 48 LA 102 19 LB 36 34 LC -61 14 LI 10 47 LK 81 7 LR -9 6
LS 28 -30 LT 24 55 LU 6 50 LV 25 57 LY 17 27 MA -7 32 MC 7 44 MD 29 47 ME 19 43 MF -63 18 MG 47 -19
MH 171 7 MK 22 42 ML -4 17 MM 96 21 MN 103 47 MO 114 22 MP 146 15 MQ -61 15 MR -10 20 MS -62 17 MT 14 36
MU 58 -20 MV 73 3 MW 34 -13 MX -102 24 MY 102 4 MZ 35 -17 NA 17 -22 NC 165 -21 NE 9 17 NF 168 -29 NG 8 9
NI -85 13 NL 5 52 NO 9 61 NP 84 28 NR 167 -1 NU -170 -19 NZ 172 -42 OM 57 21 PA -80 9 PE -75 -9
PF -149 -18 PG 144 -6 PH 122 13 PK 69 30 PL 19 52 PM -56 47 PN -130 -25 PR -66 18 PS 35 32 PT -8 40
PW 134 7 PY -58 -23 QA 51 25 RE 56 -21 RO 25 46 RS 21 44 RU 60 59 RW 30 -2 SA 45 24 SB 160 -9 SC 55 -5
SD 30 15 SE 16 62 SG 104 1 SH -6 -16 SI 15 46 SJ 18 78 SK 19 49 SL -12 8 SM 12 44 SN -14 14 SO 46 5
SR -56 4 SS 31 7 ST 7 0 SV -89 14 SX -63 18 SY 38 35 SZ 31 -27 TC -72 22 TD 19 15 TF 69 -49 TG 1 8
TH 101 15 TJ 71 39 TK -172 -9 TL 126 -9 TM 59 39 TN 9 34 TO -175 -21 TR 35 39 TT -61 11 TV 179 -8
TW 121 24 TZ 35 -6 UA 32 49 UG 32 1 UM 167 19 US -98 39 UY -56 -33 UZ 64 41 VA 12 42 VC -61 13 VE -66 7
VG -64 18 VI -65 18 VN 107 16 VU 167 -16 WF -177 -14 WS -172 -14 XK 21 43 YE 47 15 YT 45 -13 ZA 24 -29
ZM 28 -14 ZW 30 -19
"""


def _read_places(text: str) -> dict[str, tuple[int, int]]:
    words = text.split()
    return {words[i]: (int(words[i + 1]), int(words[i + 2])) for i in range(0, len(words), 3)}


PLACES = _read_places(_PLACES)  # code: longitude, latitude


def x(longitude: float) -> float:
    """Where a longitude lies in a picture 360 wide."""
    return longitude + 180


def y(latitude: float) -> float:
    """Where a latitude lies in a picture 150 high, 84° N at its top; a little stretched, as maps for reading are."""
    return round((84 - latitude) * 1.06, 1)


def land_path() -> str:
    """The land as an SVG path: a line for each stretch, to be drawn dashed into dots STEP apart."""
    lines = []
    for latitude, stretches in LAND.items():
        for west, east in stretches:
            first = -(-west // STEP) * STEP  # the dots of all rows stand below each other
            last = max(first, east // STEP * STEP)
            lines.append(f"M{x(first):g} {y(latitude):g}h{last - first + 0.01:g}")
    return "".join(lines)
