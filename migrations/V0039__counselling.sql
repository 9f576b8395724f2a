-- Counselling (心理辅导): rooms and what takes place in them, places outside, the yearly campaign.
-- room: wellbeing
create table wellbeing_place (
  school_id uuid not null,
  id uuid not null,
  name text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  unique (school_id, name)
);
-- room: wellbeing
create table wellbeing_booking (
  school_id uuid not null,
  id uuid not null,
  place_id uuid not null,
  form text not null check (form in ('single', 'group', 'lecture')),
  day date not null,
  start_minute bigint not null,
  minutes bigint not null,
  staff_id uuid not null,
  topic text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, place_id) references wellbeing_place (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
create index wellbeing_booking_day on wellbeing_booking (school_id, day);
-- room: wellbeing
create table wellbeing_booking_pupil (
  school_id uuid not null,
  booking_id uuid not null,
  pupil_id uuid not null,
  primary key (school_id, booking_id, pupil_id),
  foreign key (school_id, booking_id) references wellbeing_booking (school_id, id),
  foreign key (school_id, pupil_id) references pupil (school_id, id)
);
create index wellbeing_booking_of on wellbeing_booking_pupil (school_id, pupil_id);
-- Exactly one: a room, a counsellor and a child are in one place at a time. The key is the quarter of an hour.
-- room: wellbeing
create table wellbeing_taken (
  school_id uuid not null,
  holder_id uuid not null,
  day date not null,
  slot bigint not null,
  booking_id uuid not null,
  primary key (school_id, holder_id, day, slot),
  foreign key (school_id, booking_id) references wellbeing_booking (school_id, id)
);
create index wellbeing_taken_by on wellbeing_taken (school_id, booking_id);
-- room: wellbeing
create table wellbeing_booking_end (
  school_id uuid not null,
  booking_id uuid not null,
  what text not null check (what in ('held', 'missed', 'cancelled')),
  day date not null,
  minutes bigint not null,
  audience bigint not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, booking_id),
  foreign key (school_id, booking_id) references wellbeing_booking (school_id, id)
);
-- Who outside can be referred to, and until when that was looked into.
-- room: wellbeing
create table wellbeing_institution (
  school_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null,
  contact text not null,
  until_day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
-- The yearly look at the children of the upper grades. Whose family has not said yes is not in it.
-- room: wellbeing
create table wellbeing_campaign (
  school_id uuid not null,
  id uuid not null,
  name text not null,
  from_day date not null,
  until_day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
-- room: wellbeing
create table wellbeing_campaign_done (
  school_id uuid not null,
  campaign_id uuid not null,
  pupil_id uuid not null,
  entry_id uuid not null,
  primary key (school_id, campaign_id, pupil_id),
  foreign key (school_id, campaign_id) references wellbeing_campaign (school_id, id),
  foreign key (school_id, pupil_id) references pupil (school_id, id),
  foreign key (school_id, entry_id) references wellbeing_entry (school_id, id)
);
create index wellbeing_campaign_done_of on wellbeing_campaign_done (school_id, pupil_id);
-- Psychological files of all children who left until a day are destroyed: proposed by one, decided by another. It names no child.
-- room: wellbeing
create table wellbeing_ending (
  school_id uuid not null,
  id uuid not null,
  left_until date not null,
  basis text not null,
  day date not null,
  staff_id uuid not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
-- room: wellbeing
create table wellbeing_ending_end (
  school_id uuid not null,
  ending_id uuid not null,
  what text not null check (what in ('carried_out', 'declined')),
  day date not null,
  staff_id uuid not null,
  at_ms bigint not null,
  primary key (school_id, ending_id),
  foreign key (school_id, ending_id) references wellbeing_ending (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
