-- Tutoring (辅导): places with opening hours, classes and activities with times, children and helpers, attendance, bookings, who was vetted. No table has a column for money: what is offered here is free.

-- A place of the school: room, library, computer room, support station, home for left-behind children (A1-06, B7-05).
-- room: tutoring
create table tutoring_place (
  school_id uuid not null,
  id uuid not null,
  kind text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);

-- What is said of a place: name, seats, whether several use it at once, opening hours, who looks after it, whether it is open at all. Every line stays, the newest counts.
-- room: tutoring
create table tutoring_place_word (
  school_id uuid not null,
  place_id uuid not null,
  number bigint not null,
  name text not null,
  seats bigint not null check (seats > 0),
  is_shared boolean not null,
  hours text not null,
  keeper_id uuid not null,
  is_open boolean not null,
  note text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, place_id, number),
  foreign key (school_id, place_id) references tutoring_place (school_id, id),
  foreign key (school_id, keeper_id) references staff (school_id, id)
);

-- An institution outside the school that teaches here, by agreement and free of charge (B2-02, B5-04).
-- room: tutoring
create table tutoring_institution (
  school_id uuid not null,
  id uuid not null,
  name text not null,
  licence text not null,
  vouched_by uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, vouched_by) references staff (school_id, id)
);

-- Which volunteers come from an institution.
-- room: tutoring
create table tutoring_institution_person (
  school_id uuid not null,
  institution_id uuid not null,
  volunteer_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, institution_id, volunteer_id),
  foreign key (school_id, institution_id) references tutoring_institution (school_id, id),
  foreign key (school_id, volunteer_id) references volunteer (school_id, id)
);

-- What was checked of a volunteer or an institution, and until when it holds. It lapses by itself.
-- room: tutoring
create table tutoring_vetting (
  school_id uuid not null,
  id uuid not null,
  holder_id uuid not null,
  checks text not null,
  from_day date not null,
  until_day date not null,
  staff_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
create index tutoring_vetting_by_holder on tutoring_vetting (school_id, holder_id, until_day);

-- A vetting that was taken back before its time.
-- room: tutoring
create table tutoring_vetting_end (
  school_id uuid not null,
  vetting_id uuid not null,
  last_day date not null,
  reason text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, vetting_id),
  foreign key (school_id, vetting_id) references tutoring_vetting (school_id, id)
);

-- A class, group or activity with its times in the week, from a day to a day. It ends by itself.
-- room: tutoring
create table tutoring_class (
  school_id uuid not null,
  id uuid not null,
  term_id uuid not null,
  kind text not null,
  title text not null,
  subject text not null,
  class_id uuid,
  place_id uuid not null,
  volunteer_id uuid,
  institution_id uuid,
  about text not null,
  times text not null,
  seats bigint not null check (seats > 0),
  from_day date not null,
  until_day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, place_id) references tutoring_place (school_id, id),
  foreign key (school_id, volunteer_id) references volunteer (school_id, id),
  foreign key (school_id, institution_id) references tutoring_institution (school_id, id)
);
create index tutoring_class_by_term on tutoring_class (school_id, term_id);

-- room: tutoring
create table tutoring_class_end (
  school_id uuid not null,
  tutoring_class_id uuid not null,
  last_day date not null,
  reason text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, tutoring_class_id),
  foreign key (school_id, tutoring_class_id) references tutoring_class (school_id, id)
);

-- Who of the staff is there with the children: leads, or is present where somebody from outside helps. Every line stays, the newest counts.
-- room: tutoring
create table tutoring_lead (
  school_id uuid not null,
  tutoring_class_id uuid not null,
  number bigint not null,
  staff_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, tutoring_class_id, number),
  foreign key (school_id, tutoring_class_id) references tutoring_class (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);

-- A child in a class, from a day to a day.
-- room: tutoring
create table tutoring_member (
  school_id uuid not null,
  id uuid not null,
  tutoring_class_id uuid not null,
  pupil_id uuid not null,
  from_day date not null,
  until_day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, tutoring_class_id) references tutoring_class (school_id, id),
  foreign key (school_id, pupil_id) references pupil (school_id, id)
);
create index tutoring_member_by_class on tutoring_member (school_id, tutoring_class_id);
create index tutoring_member_by_pupil on tutoring_member (school_id, pupil_id);

-- room: tutoring
create table tutoring_member_end (
  school_id uuid not null,
  member_id uuid not null,
  last_day date not null,
  reason text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, member_id),
  foreign key (school_id, member_id) references tutoring_member (school_id, id)
);

-- Who changes the timetable of the school takes its row first: two hands cannot put two classes into one room at once.
-- room: tutoring
create table tutoring_turn (
  school_id uuid not null,
  id uuid not null,
  turn bigint not null,
  primary key (school_id, id)
);

-- A day on which a class was held or not. Every line stays, the newest counts.
-- room: tutoring
create table tutoring_session (
  school_id uuid not null,
  tutoring_class_id uuid not null,
  day date not null,
  number bigint not null,
  is_held boolean not null,
  about text not null,
  staff_id uuid not null,
  at_ms bigint not null,
  primary key (school_id, tutoring_class_id, day, number),
  foreign key (school_id, tutoring_class_id) references tutoring_class (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);

-- Whether a child was there. Every line stays, the newest counts; the record of help names the same act.
-- room: tutoring
create table tutoring_presence (
  school_id uuid not null,
  tutoring_class_id uuid not null,
  day date not null,
  pupil_id uuid not null,
  number bigint not null,
  state text not null,
  activity_id uuid,
  at_ms bigint not null,
  primary key (school_id, tutoring_class_id, day, pupil_id, number),
  foreign key (school_id, tutoring_class_id) references tutoring_class (school_id, id),
  foreign key (school_id, pupil_id) references pupil (school_id, id)
);
create index tutoring_presence_by_pupil on tutoring_presence (school_id, pupil_id, day);

-- A place taken for a time of one day (B7-05).
-- room: tutoring
create table tutoring_booking (
  school_id uuid not null,
  id uuid not null,
  place_id uuid not null,
  day date not null,
  from_minute bigint not null,
  until_minute bigint not null,
  seats bigint not null check (seats > 0),
  purpose text not null,
  staff_id uuid not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, place_id) references tutoring_place (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id),
  check (from_minute < until_minute)
);
create index tutoring_booking_by_day on tutoring_booking (school_id, day);

-- room: tutoring
create table tutoring_booking_end (
  school_id uuid not null,
  booking_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, booking_id),
  foreign key (school_id, booking_id) references tutoring_booking (school_id, id)
);
