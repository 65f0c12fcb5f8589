"""The words around an everyday word that tell what it means there: a month, a town, a thing, or a person."""

MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sept sep oct nov dec".split()
)
BEFORE_MONTHS = frozenset(
    "in during since until till through throughout by of before after from to for early late mid last next this that"
    " every each between around about on end start beginning middle spring summer autumn winter one".split()
)
BEFORE_TOWNS = frozenset(
    "in to from at near through around outside inside of via across towards toward for into leaving leave left visit visiting visited"
    " reached reach reaching between central north south east west northern southern eastern western greater downtown"
    " old new within beyond over past off by between port upper lower little via throughout".split()
)
ARTICLES = frozenset(
    "the a an no any every each some this that these those another one first second third last next".split()
)
"""Before them stands a thing, seldom a person."""

SPEAKING = frozenset(
    "spoke speak speaks speaking talk talks talked talking said says say saying listen listens listened listening"
    " thanks thank wrote writes write writing gave give gives giving introduced introduce turn hand handed explained"
    " told sent send sends sorry happened belongs listening".split()
)
"""Before `to`, `for`, `from` and the like they ask for a person."""

AFTER_PLACES = frozenset(
    "day days house houses centre center church chapel street road lane avenue close park station university college school library"
    " festival council hospital foundation trust project group club fc week bank bridge hall hill island islands bay river"
    " gaol jail abbey cathedral town city village county district line market square gallery museum theatre press book"
    " books ball queen fair half term morning morgan evening night sunshine blossom elections election holiday bush garden gardens tree"
    " and's charity society association community team united rovers wanderers athletic west east north south i ii iii"
    " sunday monday tuesday wednesday thursday friday saturday".split()
)
HONORIFICS = frozenset(
    "mr mrs ms miss mx dr sir dame lady lord sister brother aunt auntie aunty uncle nurse granny grandma nan nana mum"
    " dad cousin friend dear hi hello hey thanks thank meet welcome ask tell introducing featuring little young old poor darling".split()
)
AT_THE_BEGINNING = frozenset(
    "when and so but then as if while because after before with for to that this what did does is was can could will"
    " yes no oh well now today yesterday tomorrow later until once both my our your his her their where why how there"
    " here only even maybe perhaps although though since like from about by at in on or nor not just also i we they he"
    " she it you who whose had has have were are would should let".split()
)
"""Small words that are capitals only since a sentence begins with them."""

MEETING = frozenset("meet meeting introducing featuring feat ft interviewing remembering thanking".split())
TALKING = frozenset("interview conversation chat talk talking speaking chatting interviewed".split())
HELPERS = frozenset("will may can art do".split())
"""Everyday words that go with any other name: Ama will, Ama may."""

FILE_WORDS = frozenset(
    "interview interviews with by and photo photos picture pic img image audio recording record rec raw final edit"
    " edited draft copy track mic voice cover portrait headshot talk chat call zoom person people guest guests host hosts"
    " speaker speakers part take ep episode bio profile about meet clip teaser new old full the my for from of at transcript"
    " notes note small large web thumb version v ver mp index".split()
)
"""Beside them in the name of a file, an everyday word is a person's: interview-with-grace-2.mp3."""

PEOPLE_FOLDERS = frozenset(
    "people person persons guest guests host hosts speaker speakers team staff user users profile profiles member"
    " members author authors u in contributors contributor by".split()
)
