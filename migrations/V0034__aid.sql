-- Aid (资助): who gives, programmes with their amounts, requests that three people stand for, what a child receives from others, devices on loan, duty posts. What is written of a child is
-- sealed under its key, account numbers too.

-- A person, firm or institution that gives. How to reach it is sealed under its own key.
-- room: aid
create table aid_donor (
  school_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('person', 'firm', 'institution')),
  name text not null,
  named boolean not null,
  contact_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);

-- A class collects voluntary gifts in a closed box (A1-07, A1-08). Neither names nor single amounts of children are kept: there is no column for them.
-- room: aid
create table aid_drive (
  school_id uuid not null,
  id uuid not null,
  fund_id uuid not null,
  class_id uuid not null,
  name text not null,
  words text not null,
  day date not null,
  until_day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, fund_id) references aid_fund (school_id, id)
);

-- A gift with its entry. What a box of a class held was counted by two.
-- room: aid
create table aid_gift (
  school_id uuid not null,
  id uuid not null,
  fund_id uuid not null,
  donor_id uuid,
  drive_id uuid,
  second_staff_id uuid,
  day date not null,
  item_id uuid,
  quantity bigint not null,
  amount_fen bigint not null check (amount_fen > 0),
  about text not null,
  entry_number bigint not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, fund_id) references aid_fund (school_id, id),
  foreign key (school_id, entry_number) references aid_entry (school_id, number)
);
create index aid_gift_by_donor on aid_gift (school_id, donor_id) where donor_id is not null;

-- The level of hardship of a child in a school year, 0 to 4; the newest word counts.
-- room: aid
create table aid_level (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  start_year bigint not null,
  number bigint not null,
  level bigint not null check (level between 0 and 4),
  source text not null,
  reason_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index aid_level_by_pupil on aid_level (school_id, pupil_id, start_year);
create index aid_level_by_year on aid_level (school_id, start_year);

-- A programme of aid: what is given, from which fund, to whom.
-- room: aid
create table aid_scheme (
  school_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('bursary', 'living', 'scholarship', 'fees', 'supplies', 'term_help')),
  form text not null check (form in ('money', 'goods', 'other')),
  name text not null,
  fund_id uuid not null,
  account text not null,
  item_id uuid,
  region text not null,
  source text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, fund_id) references aid_fund (school_id, id)
);

-- What a child of a level, boarding or not, gets in a term, from a term on. A level or boarding that is null is any.
-- room: aid
create table aid_rate (
  school_id uuid not null,
  id uuid not null,
  scheme_id uuid not null,
  level bigint check (level between 1 and 4),
  boarding boolean,
  from_term text not null,
  amount_fen bigint not null check (amount_fen >= 0),
  quantity bigint not null check (quantity >= 0),
  number bigint not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, scheme_id) references aid_scheme (school_id, id)
);
create index aid_rate_by_scheme on aid_rate (school_id, scheme_id);

-- A request: money, goods or another form of aid for one child or a list of children, or a purchase. Who asked, who approved and who pays are three.
-- room: aid
create table aid_request (
  school_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('bursary', 'living', 'scholarship', 'fees', 'supplies', 'term_help', 'grant', 'household', 'purchase')),
  form text not null check (form in ('money', 'goods', 'other', 'purchase')),
  fund_id uuid not null,
  scheme_id uuid,
  term_id uuid not null,
  title text not null,
  account text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, fund_id) references aid_fund (school_id, id)
);
create index aid_request_by_term on aid_request (school_id, term_id);

-- What became of a request; the newest counts.
-- room: aid
create table aid_request_step (
  school_id uuid not null,
  request_id uuid not null,
  number bigint not null,
  what text not null check (what in ('asked', 'approved', 'declined', 'withdrawn')),
  reason text not null,
  entry_number bigint,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, request_id, number),
  foreign key (school_id, request_id) references aid_request (school_id, id)
);

-- A line of a request: one child, or one thing to be bought.
-- room: aid
create table aid_line (
  school_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  place bigint not null,
  pupil_id uuid,
  class_id uuid,
  level bigint,
  boarding boolean,
  item_id uuid,
  quantity bigint not null,
  amount_fen bigint not null check (amount_fen >= 0),
  why_sealed bytea,
  primary key (school_id, id),
  foreign key (school_id, request_id) references aid_request (school_id, id)
);
create unique index aid_line_by_request on aid_line (school_id, request_id, place);
create index aid_line_by_pupil on aid_line (school_id, pupil_id) where pupil_id is not null;

-- What became of a line, with its entry; of a receipt who of the family signed, with the picture of the slip.
-- room: aid
create table aid_line_step (
  school_id uuid not null,
  line_id uuid not null,
  number bigint not null,
  what text not null check (what in ('paid', 'failed', 'returned', 'cancelled', 'handed', 'received', 'stocked')),
  day date not null,
  reason text not null,
  entry_number bigint,
  value_fen bigint not null,
  guardian_id uuid,
  slip_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, line_id, number),
  foreign key (school_id, line_id) references aid_line (school_id, id)
);

-- A closed envelope was given to a child by its homeroom teacher.
-- room: aid
create table aid_envelope (
  school_id uuid not null,
  line_id uuid not null,
  staff_id uuid not null,
  day date not null,
  at_ms bigint not null,
  primary key (school_id, line_id),
  foreign key (school_id, line_id) references aid_line (school_id, id)
);

-- The account to which a family wants to be paid, such as that of its one card (A10-21); the newest counts.
-- room: aid
create table aid_payee (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  number bigint not null,
  bank text not null,
  holder_sealed bytea not null,
  card_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index aid_payee_by_pupil on aid_payee (school_id, pupil_id);

-- What a family receives from others: recorded only, never paid here (A10-17, A10-20 to A10-23).
-- room: aid
create table aid_outside (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  kind text not null,
  from_day date not null,
  until_day date not null,
  amount_fen bigint,
  per text not null check (per in ('month', 'year', 'once')),
  note_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index aid_outside_by_pupil on aid_outside (school_id, pupil_id);

-- A device that is lent, such as a wheelchair or a hearing aid (B4-15).
-- room: aid
create table aid_device (
  school_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('wheelchair', 'hearing_aid', 'glasses', 'reading_aid', 'desk', 'other')),
  name text not null,
  mark text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create unique index aid_device_by_mark on aid_device (school_id, mark);

-- A device is lent to a child. What is needed for the child is sealed.
-- room: aid
create table aid_loan (
  school_id uuid not null,
  id uuid not null,
  device_id uuid not null,
  pupil_id uuid not null,
  from_day date not null,
  due_day date not null,
  note_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, device_id) references aid_device (school_id, id)
);
create index aid_loan_by_pupil on aid_loan (school_id, pupil_id);

-- A device is with one child at most: the row is there while it is lent.
-- room: aid
create table aid_loan_open (
  school_id uuid not null,
  device_id uuid not null,
  loan_id uuid not null,
  primary key (school_id, device_id),
  foreign key (school_id, device_id) references aid_device (school_id, id)
);

-- A device came back, and how.
-- room: aid
create table aid_loan_return (
  school_id uuid not null,
  loan_id uuid not null,
  day date not null,
  state text not null check (state in ('whole', 'worn', 'broken', 'lost')),
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, loan_id),
  foreign key (school_id, loan_id) references aid_loan (school_id, id)
);

-- A duty post on the campus, as labour education: there is no column for money (B4-06; CONVENTIONS 2.9).
-- room: aid
create table aid_post (
  school_id uuid not null,
  id uuid not null,
  term_id uuid not null,
  name text not null,
  what text not null,
  minutes bigint not null check (minutes between 5 and 30),
  staff_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index aid_post_by_term on aid_post (school_id, term_id);

-- A child has a post for a time, because it wants to.
-- room: aid
create table aid_turn (
  school_id uuid not null,
  id uuid not null,
  post_id uuid not null,
  pupil_id uuid not null,
  from_day date not null,
  until_day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, post_id) references aid_post (school_id, id)
);
create index aid_turn_by_pupil on aid_turn (school_id, pupil_id);

-- A donor stands by one child (A1-14). News of the child go to it only with the guardians' consent.
-- room: aid
create table aid_sponsor (
  school_id uuid not null,
  id uuid not null,
  donor_id uuid not null,
  pupil_id uuid not null,
  from_day date not null,
  until_day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, donor_id) references aid_donor (school_id, id)
);
create index aid_sponsor_by_pupil on aid_sponsor (school_id, pupil_id);

-- What went from a child to its donor or back; sealed under the child's key.
-- room: aid
create table aid_news (
  school_id uuid not null,
  id uuid not null,
  sponsor_id uuid not null,
  way text not null check (way in ('to_donor', 'to_child')),
  day date not null,
  words_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, sponsor_id) references aid_sponsor (school_id, id)
);
create index aid_news_by_sponsor on aid_news (school_id, sponsor_id);
