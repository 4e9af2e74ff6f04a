"""The roles of persons in works, by the codes of MARC’s list of relators.

http://id.loc.gov/vocabulary/relators
"""

RELATORS = """
act actor
adp adapter
aft author of afterword
ann annotator
ant bibliographic antecedent
aqt author in quotations
arr arranger
art artist
asn associated name
att attributed name
aui author of introduction
aut author
bsl bookseller
cmm commentator
cmp composer
cnd conductor
col collector
com compiler
cre creator
crr corrector
ctb contributor
ctg cartographer
cur curator
dnr donor
drt director
dte dedicatee
dto dedicator
dub dubious author
edt editor
egr engraver
etr etcher
fmo former owner
ill illustrator
itr instrumentalist
ive interviewee
ivr interviewer
lbt librettist
lyr lyricist
mus musician
nrt narrator
own owner
pbl publisher
pht photographer
prf performer
prt printer
rcp addressee
rev reviewer
sng singer
spk speaker
srv surveyor
ths thesis advisor
trl translator
"""
