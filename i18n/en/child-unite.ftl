child-unite = Unite a double entry
child-unite-title = Unite the two entries of { $name }
child-unite-lead = For a child who was entered twice. One entry stays and holds what was written in both. It cannot be taken back.
child-unite-search = Find the second entry
child-unite-nobody = No entry looks like a double. Search by name, pinyin or initials.
child-unite-compare = Compare both entries
child-unite-kept = This entry stays
child-unite-gone = The other goes into it
child-unite-other-way = The other way round: keep the other entry
child-unite-brings = The other entry brings along
child-unite-marks = Results
child-unite-absent = Terms with attendance
child-unite-guardians = Guardians
child-unite-former = Former registry numbers
child-unite-all-else = Family facts, screening, case file, pairs, tasks and all other records go to the entry that stays, too.
child-unite-twice = What is in both (the same assessment, the same day absent, a guardian of the same name) counts once, as the entry that stays has it; a different mark is kept among the changes. The class is that of the entry that stays.
child-unite-reason = How you know that it is one child
child-unite-reason-hint = For example: one person in the household register, entered from the transfer form and from the class list
child-unite-sure = I have checked that both entries are the same child
child-unite-sure-missing = Check first, then tick that both entries are the same child
child-unite-do = Unite
child-united = The two entries are one now.
child-doubles = Possible doubles
child-doubles-title = Possible double entries
child-doubles-lead = { $count ->
    [0] No entries look like doubles
    [one] One pair of entries looks like one child. Check before you unite them: equal names can be two children.
   *[other] { $count } pairs of entries look like one child. Check before you unite them: equal names can be two children.
 }
child-doubles-none-title = No possible doubles
child-doubles-none = Entries with the same name and day of birth, or the same name and no day of birth, are listed here.
child-doubles-two = These are two children
child-doubles-apart = Noted: they are two children and will not be listed again.
child-doubles-more = The first { $count } pairs are shown.
child-unite-what = Particular
