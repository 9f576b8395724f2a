today-meeting-due = { $name } has not met yet, by { $day }
today-summary-due = The report or summary of { $name } is due by { $day }
today-unheard = { $count } children nobody has talked with { $span }: { $names }
today-bureau = The lists of { $count } classes for “{ $name }” are to be filed by { $day }
today-news-experience = Good news: { $name } shared what works: { $text }
today-overloaded = { $count } people help more children than allowed
today-registers-due = The registers of this term are to be complete by { $day }
access-act-seetoday = Reads names of children on Today
