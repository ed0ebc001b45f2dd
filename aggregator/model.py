"""What the stages hand to each other: frozen types, and the tables of codes that every room shares.

Times are aware and UTC. Offsets count code points, from 0, half-open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

Role = Literal["subject", "mention"]
ROLES: tuple[Role, ...] = ("subject", "mention")
TOPICS: tuple[str, ...] = ("defence",)
PUBLISHER_KINDS: tuple[str, ...] = ("official", "agency", "press", "trade", "research")

# A ministry's kind and how it reads in a label.
KINDS: Mapping[str, str] = {
    "defence": "Defence",
    "defence-industry": "Defence industry",
    "foreign-affairs": "Foreign affairs",
    "interior": "Interior",
    "emergency-situations": "Emergency situations",
    "security": "Security",
    "justice": "Justice",
    "finance": "Finance",
    "economy": "Economy",
    "trade": "Trade",
    "industry": "Industry",
    "energy": "Energy",
    "transport": "Transport",
    "digital": "Digital affairs",
    "science": "Science",
    "education": "Education",
    "health": "Health",
    "labour": "Labour",
    "agriculture": "Agriculture",
    "environment": "Environment",
    "culture": "Culture",
    "veterans": "Veterans",
}

# ISO 3166-1 alpha-2 and the usual English name; Kosovo by its user-assigned code.
COUNTRIES: Mapping[str, str] = {
    "AD": "Andorra",
    "AE": "United Arab Emirates",
    "AF": "Afghanistan",
    "AG": "Antigua and Barbuda",
    "AI": "Anguilla",
    "AL": "Albania",
    "AM": "Armenia",
    "AO": "Angola",
    "AQ": "Antarctica",
    "AR": "Argentina",
    "AS": "American Samoa",
    "AT": "Austria",
    "AU": "Australia",
    "AW": "Aruba",
    "AX": "Åland Islands",
    "AZ": "Azerbaijan",
    "BA": "Bosnia and Herzegovina",
    "BB": "Barbados",
    "BD": "Bangladesh",
    "BE": "Belgium",
    "BF": "Burkina Faso",
    "BG": "Bulgaria",
    "BH": "Bahrain",
    "BI": "Burundi",
    "BJ": "Benin",
    "BL": "Saint Barthélemy",
    "BM": "Bermuda",
    "BN": "Brunei",
    "BO": "Bolivia",
    "BQ": "Caribbean Netherlands",
    "BR": "Brazil",
    "BS": "Bahamas",
    "BT": "Bhutan",
    "BV": "Bouvet Island",
    "BW": "Botswana",
    "BY": "Belarus",
    "BZ": "Belize",
    "CA": "Canada",
    "CC": "Cocos Islands",
    "CD": "DR Congo",
    "CF": "Central African Republic",
    "CG": "Congo",
    "CH": "Switzerland",
    "CI": "Côte d'Ivoire",
    "CK": "Cook Islands",
    "CL": "Chile",
    "CM": "Cameroon",
    "CN": "China",
    "CO": "Colombia",
    "CR": "Costa Rica",
    "CU": "Cuba",
    "CV": "Cape Verde",
    "CW": "Curaçao",
    "CX": "Christmas Island",
    "CY": "Cyprus",
    "CZ": "Czechia",
    "DE": "Germany",
    "DJ": "Djibouti",
    "DK": "Denmark",
    "DM": "Dominica",
    "DO": "Dominican Republic",
    "DZ": "Algeria",
    "EC": "Ecuador",
    "EE": "Estonia",
    "EG": "Egypt",
    "EH": "Western Sahara",
    "ER": "Eritrea",
    "ES": "Spain",
    "ET": "Ethiopia",
    "FI": "Finland",
    "FJ": "Fiji",
    "FK": "Falkland Islands",
    "FM": "Micronesia",
    "FO": "Faroe Islands",
    "FR": "France",
    "GA": "Gabon",
    "GB": "United Kingdom",
    "GD": "Grenada",
    "GE": "Georgia",
    "GF": "French Guiana",
    "GG": "Guernsey",
    "GH": "Ghana",
    "GI": "Gibraltar",
    "GL": "Greenland",
    "GM": "Gambia",
    "GN": "Guinea",
    "GP": "Guadeloupe",
    "GQ": "Equatorial Guinea",
    "GR": "Greece",
    "GS": "South Georgia and South Sandwich Islands",
    "GT": "Guatemala",
    "GU": "Guam",
    "GW": "Guinea-Bissau",
    "GY": "Guyana",
    "HK": "Hong Kong",
    "HM": "Heard and McDonald Islands",
    "HN": "Honduras",
    "HR": "Croatia",
    "HT": "Haiti",
    "HU": "Hungary",
    "ID": "Indonesia",
    "IE": "Ireland",
    "IL": "Israel",
    "IM": "Isle of Man",
    "IN": "India",
    "IO": "British Indian Ocean Territory",
    "IQ": "Iraq",
    "IR": "Iran",
    "IS": "Iceland",
    "IT": "Italy",
    "JE": "Jersey",
    "JM": "Jamaica",
    "JO": "Jordan",
    "JP": "Japan",
    "KE": "Kenya",
    "KG": "Kyrgyzstan",
    "KH": "Cambodia",
    "KI": "Kiribati",
    "KM": "Comoros",
    "KN": "Saint Kitts and Nevis",
    "KP": "North Korea",
    "KR": "South Korea",
    "KW": "Kuwait",
    "KY": "Cayman Islands",
    "KZ": "Kazakhstan",
    "LA": "Laos",
    "LB": "Lebanon",
    "LC": "Saint Lucia",
    "LI": "Liechtenstein",
    "LK": "Sri Lanka",
    "LR": "Liberia",
    "LS": "Lesotho",
    "LT": "Lithuania",
    "LU": "Luxembourg",
    "LV": "Latvia",
    "LY": "Libya",
    "MA": "Morocco",
    "MC": "Monaco",
    "MD": "Moldova",
    "ME": "Montenegro",
    "MF": "Saint Martin",
    "MG": "Madagascar",
    "MH": "Marshall Islands",
    "MK": "North Macedonia",
    "ML": "Mali",
    "MM": "Myanmar",
    "MN": "Mongolia",
    "MO": "Macao",
    "MP": "Northern Mariana Islands",
    "MQ": "Martinique",
    "MR": "Mauritania",
    "MS": "Montserrat",
    "MT": "Malta",
    "MU": "Mauritius",
    "MV": "Maldives",
    "MW": "Malawi",
    "MX": "Mexico",
    "MY": "Malaysia",
    "MZ": "Mozambique",
    "NA": "Namibia",
    "NC": "New Caledonia",
    "NE": "Niger",
    "NF": "Norfolk Island",
    "NG": "Nigeria",
    "NI": "Nicaragua",
    "NL": "Netherlands",
    "NO": "Norway",
    "NP": "Nepal",
    "NR": "Nauru",
    "NU": "Niue",
    "NZ": "New Zealand",
    "OM": "Oman",
    "PA": "Panama",
    "PE": "Peru",
    "PF": "French Polynesia",
    "PG": "Papua New Guinea",
    "PH": "Philippines",
    "PK": "Pakistan",
    "PL": "Poland",
    "PM": "Saint Pierre and Miquelon",
    "PN": "Pitcairn Islands",
    "PR": "Puerto Rico",
    "PS": "Palestine",
    "PT": "Portugal",
    "PW": "Palau",
    "PY": "Paraguay",
    "QA": "Qatar",
    "RE": "Réunion",
    "RO": "Romania",
    "RS": "Serbia",
    "RU": "Russia",
    "RW": "Rwanda",
    "SA": "Saudi Arabia",
    "SB": "Solomon Islands",
    "SC": "Seychelles",
    "SD": "Sudan",
    "SE": "Sweden",
    "SG": "Singapore",
    "SH": "Saint Helena",
    "SI": "Slovenia",
    "SJ": "Svalbard and Jan Mayen",
    "SK": "Slovakia",
    "SL": "Sierra Leone",
    "SM": "San Marino",
    "SN": "Senegal",
    "SO": "Somalia",
    "SR": "Suriname",
    "SS": "South Sudan",
    "ST": "São Tomé and Príncipe",
    "SV": "El Salvador",
    "SX": "Sint Maarten",
    "SY": "Syria",
    "SZ": "Eswatini",
    "TC": "Turks and Caicos Islands",
    "TD": "Chad",
    "TF": "French Southern Territories",
    "TG": "Togo",
    "TH": "Thailand",
    "TJ": "Tajikistan",
    "TK": "Tokelau",
    "TL": "Timor-Leste",
    "TM": "Turkmenistan",
    "TN": "Tunisia",
    "TO": "Tonga",
    "TR": "Türkiye",
    "TT": "Trinidad and Tobago",
    "TV": "Tuvalu",
    "TW": "Taiwan",
    "TZ": "Tanzania",
    "UA": "Ukraine",
    "UG": "Uganda",
    "UM": "U.S. Outlying Islands",
    "US": "United States",
    "UY": "Uruguay",
    "UZ": "Uzbekistan",
    "VA": "Vatican City",
    "VC": "Saint Vincent and Grenadines",
    "VE": "Venezuela",
    "VG": "British Virgin Islands",
    "VI": "U.S. Virgin Islands",
    "VN": "Vietnam",
    "VU": "Vanuatu",
    "WF": "Wallis and Futuna",
    "WS": "Samoa",
    "XK": "Kosovo",
    "YE": "Yemen",
    "YT": "Mayotte",
    "ZA": "South Africa",
    "ZM": "Zambia",
    "ZW": "Zimbabwe",
}


# --- feeds -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed as feeds.toml has it, the [defaults] filled in. Durations are positive."""

    id: str
    url: str
    title: str = ""
    home: str = ""  # ISO 3166-1 alpha-2
    lang: str = ""  # BCP 47
    region: str = ""
    kind: str = ""  # one of PUBLISHER_KINDS
    enabled: bool = True
    encoding: str = ""
    tz: str = ""  # IANA name, for dates that bear no zone
    headers: tuple[tuple[str, str], ...] = ()
    user_agent: str = ""
    keep_only: str = ""  # a filter; what it does not match is set aside
    interval: timedelta = timedelta(minutes=30)
    interval_is_own: bool = False  # set on the feed itself, so it outweighs the document's ttl
    min_interval: timedelta = timedelta(minutes=10)
    max_interval: timedelta = timedelta(hours=24)
    deadline: timedelta = timedelta(seconds=60)
    max_bytes: int = 8 * 2**20
    host_delay: timedelta = timedelta(seconds=2)
    per_host: int = 2
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the database remembers of a feed between polls; only fetch/policy makes new ones.

    `url` is where it is polled now: a permanent move changes it, an edit of feeds.toml resets it.
    `state` is new | ok | failing | stale | gone | disabled | removed. `memory` is policy's own
    (moves seen, rhythm, last unconditional poll …), JSON values only.
    """

    feed_id: str
    url: str
    state: str = "new"
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    next_poll_at: datetime | None = None  # None: now
    next_poll_why: str = ""
    last_poll_at: datetime | None = None
    last_success_at: datetime | None = None
    last_new_at: datetime | None = None  # when a poll last brought a new entry
    failures: int = 0  # in a row
    last_error: str = ""
    entries_per_day: float | None = None
    notes: tuple[str, ...] = ()
    memory: Mapping[str, Any] = field(default_factory=dict)


# --- what the wire said ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Request:
    """What policy decided to ask: a conditional GET, as far as there are validators."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    validators_url: str = ""  # the address that gave them, and the only one that is sent them; "": url


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect followed: the address that answered, its status, where it pointed."""

    url: str
    status: int
    target: str


@dataclass(frozen=True, slots=True)
class Response:
    """The final answer of an exchange. `headers` has lower-case names; `body` is inflated and whole."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    hops: tuple[Hop, ...] = ()
    seconds: float = 0.0
    wire_bytes: int = 0


# --- what was parsed ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Document:
    """A fetched body and all that parsing and tagging it needs; goes to a child process as one piece."""

    feed_id: str
    url: str
    body: bytes
    content_type: str = ""
    content_language: str = ""
    encoding: str = ""
    lang: str = ""  # the feed's own setting; beats what the document says
    home: str = ""
    tz: str = ""
    title: str = ""  # the publisher's name, as configured


@dataclass(frozen=True, slots=True)
class Enclosure:
    url: str
    type: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One entry of a document. title, summary and content are plain text, NFC; spans index them.

    `summary_html` and `content_html` are cleaned HTML or "". URLs are absolute http(s) or None.
    """

    guid: str | None = None
    link: str | None = None
    title: str | None = None
    summary: str = ""
    content: str = ""
    summary_html: str = ""
    content_html: str = ""
    author: str = ""
    lang: str = ""
    published_at: datetime | None = None
    revised_at: datetime | None = None  # atom:updated and its kin
    enclosures: tuple[Enclosure, ...] = ()
    categories: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredKey:
    """What identity compares of an entry already stored for the feed.

    `fingerprint` is of the text that makes a revision; `guid_seen_twice` says that some document
    of this feed had the guid on two entries, so that it proves nothing.
    """

    entry_id: int
    guid: str | None
    link: str | None
    title: str | None
    published_at: datetime | None
    fingerprint: str
    text_hash: str  # of summary and content alone
    guid_seen_twice: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What one parsed entry is. `entry_id` is the stored one it equals (none for new and duplicate)."""

    kind: Literal["new", "changed", "same", "duplicate"]
    entry_id: int | None = None
    guid_is_shared: bool = False  # another entry of this document bears the same guid
    fingerprint: str = ""  # of this entry's text, as StoredKey has it; stored with it
    text_hash: str = ""  # of its summary and content alone


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a document says of its own polling: ttl, sy:update*, skipHours, skipDays (GMT)."""

    ttl: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()  # Monday is 0


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A document parsed. `format` is rss091, rss20, rss10, atom03, atom10, json11 …

    `skipped` has a reason for each piece of the document that gave no entry.
    """

    format: str
    title: str = ""
    link: str | None = None
    lang: str = ""
    entries: tuple[ParsedEntry, ...] = ()
    skipped: tuple[str, ...] = ()
    rhythm: Rhythm = Rhythm()
    malformed: str = ""  # why, if the document is


# --- tags -----------------------------------------------------------------------------------------------


class Span(NamedTuple):
    """Where a tag comes from. `field` is title | summary | content, or home | manual (then no offsets)."""

    field: str
    start: int | None
    end: int | None
    surface: str
    rule: str


@dataclass(frozen=True, slots=True)
class CountryTag:
    code: str
    role: Role
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class MinistryTag:
    country: str
    kind: str
    spans: tuple[Span, ...]

    @property
    def tag(self) -> str:
        return f"{self.country}/{self.kind}"


@dataclass(frozen=True, slots=True)
class TopicTag:
    topic: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Tags:
    """All that the tagger says of an entry; each tuple sorted by its code."""

    countries: tuple[CountryTag, ...] = ()
    ministries: tuple[MinistryTag, ...] = ()
    topics: tuple[TopicTag, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """What the tagger sees of an entry, and of where it stands. `source` is the publisher's name."""

    title: str = ""
    summary: str = ""
    content: str = ""
    lang: str = ""
    home: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class TaggedEntry:
    """A parsed entry with its tags; `tags` None means that tagging failed and is to be tried again."""

    parsed: ParsedEntry
    tags: Tags | None
    ruleset: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a child process makes of a document: its feed parsed, each entry tagged, in document order."""

    feed: ParsedFeed
    entries: tuple[TaggedEntry, ...]


# --- what is stored ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored entry as the fronts read it, its tags and publisher with it."""

    entry_id: int
    feed_id: str
    publisher: str
    publisher_kind: str
    home: str
    region: str
    feed_url: str
    feed_link: str | None
    title: str | None
    link: str | None
    summary: str
    content: str
    summary_html: str
    content_html: str
    author: str
    lang: str
    published_at: datetime | None
    placed_at: datetime
    first_seen_at: datetime
    updated_at: datetime
    revision: int
    tags: Tags
    enclosures: tuple[Enclosure, ...] = ()
    notes: tuple[str, ...] = ()
    story_id: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """The ledger's sum: in_document = new + changed + same + duplicate + skipped."""

    in_document: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    duplicate: int = 0
    skipped: int = 0
    set_aside: int = 0  # of the new and changed ones


@dataclass(frozen=True, slots=True)
class PollRow:
    """A poll's row in the ledger, all but its counts. `outcome` is contract.md's word."""

    feed_id: str
    polled_at: datetime
    outcome: str
    status: int | None = None
    bytes: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    error: str = ""
    skip_reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A saved filter of feeds.toml, served at /view/ID."""

    id: str
    title: str
    filter: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What one poll found out; fetch/policy concludes the next state from it.

    `response` is the final answer; `error` whatever went wrong (its own `response` is looked at too).
    `parsed` is None after an error, a 304 and an unchanged body. `counts` and `newest_stored` (the feed's
    newest published_at before this poll) sharpen the rhythm, else judged by the document's dates.
    """

    request: Request
    response: Response | None = None
    error: Exception | None = None
    parsed: ParsedFeed | None = None
    counts: Counts | None = None
    newest_stored: datetime | None = None


def without_credentials(url: str) -> str:
    """The address as it may be stored, logged and shown: without user and password (RFC 3986, 3.2.1)."""
    before, slashes, rest = url.partition("//")
    end = min((at for at in map(rest.find, "/?#\\") if at >= 0), default=len(rest))
    return before + slashes + rest[:end].rpartition("@")[2] + rest[end:]


@dataclass(frozen=True, slots=True)
class Revision:
    """A kept version of an entry's text; the last one is the text it has."""

    revision: int
    seen_at: datetime
    title: str | None
    summary: str
    content: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """A poll of a feed as the ledger has it."""

    poll: PollRow
    counts: Counts


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """How a feed fares. `config_url` is what feeds.toml says; another `url` means that it moved for good."""

    state: FeedState
    title: str
    link: str | None
    config_url: str
    home: str
    lang: str
    region: str
    kind: str
    entries: int  # stored of it
    set_aside: int  # of those
