-- People and time.

-- room: roster
create table setting (
  school_id uuid not null,
  name text not null,
  value text not null,
  primary key (school_id, name)
);

-- room: roster
create table campus (
  school_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('campus', 'teaching_point')),
  address text not null default '',
  primary key (school_id, id)
);
create unique index campus_name on campus (school_id, name);

-- room: roster
create table school_year (
  school_id uuid not null,
  id uuid not null,
  start_year bigint not null,
  primary key (school_id, id)
);
create unique index school_year_once on school_year (school_id, start_year);

-- room: roster
create table term (
  school_id uuid not null,
  id uuid not null,
  year_id uuid not null,
  code text not null,
  first_day date not null,
  last_day date not null,
  results_due_day date,
  ceremony_day date,
  primary key (school_id, id),
  foreign key (school_id, year_id) references school_year (school_id, id)
);
create unique index term_code on term (school_id, code);

-- Days that differ from the ordinary week: holidays, and weekend days on which school is held (调休).
-- room: roster
create table calendar_day (
  school_id uuid not null,
  day date not null,
  kind text not null check (kind in ('holiday', 'school_day')),
  name text not null,
  primary key (school_id, day)
);

-- room: roster
create table grade (
  school_id uuid not null,
  id uuid not null,
  year_id uuid not null,
  level bigint not null check (level between 1 and 6),
  primary key (school_id, id),
  foreign key (school_id, year_id) references school_year (school_id, id)
);
create unique index grade_once on grade (school_id, year_id, level);

-- room: roster
create table class (
  school_id uuid not null,
  id uuid not null,
  year_id uuid not null,
  grade_id uuid not null,
  campus_id uuid,
  number bigint not null,
  name text not null,
  primary key (school_id, id),
  foreign key (school_id, year_id) references school_year (school_id, id),
  foreign key (school_id, grade_id) references grade (school_id, id),
  foreign key (school_id, campus_id) references campus (school_id, id)
);
create unique index class_name on class (school_id, year_id, name);

-- Combined classes of small schools (复式班): the other grades taught in the same room.
-- room: roster
create table class_also_grade (
  school_id uuid not null,
  class_id uuid not null,
  grade_id uuid not null,
  primary key (school_id, class_id, grade_id),
  foreign key (school_id, class_id) references class (school_id, id),
  foreign key (school_id, grade_id) references grade (school_id, id)
);

-- room: roster
create table staff (
  school_id uuid not null,
  id uuid not null,
  staff_no text,
  name text not null,
  sex text not null default '',
  phone text not null default '',
  strengths text not null default '',
  from_day date not null,
  until_day date not null,
  primary key (school_id, id)
);
create unique index staff_number on staff (school_id, staff_no);
create index staff_name on staff (school_id, name);

-- room: roster
create table post (
  school_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  duty text not null,
  scope text not null check (scope in ('school', 'grade', 'class', 'pupil')),
  scope_id uuid not null,
  subject text not null default '',
  from_day date not null,
  until_day date not null,
  import_id uuid,
  primary key (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
create index post_by_staff on post (school_id, staff_id, until_day);
create index post_by_scope on post (school_id, scope_id, duty);

-- Leave, and delegation (代理): what somebody else does meanwhile.
-- room: roster
create table staff_leave (
  school_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  kind text not null check (kind in ('leave', 'delegation', 'substitution')),
  from_day date not null,
  until_day date not null,
  reason text not null,
  delegate_id uuid,
  post_id uuid,
  actor text not null,
  at_ms bigint not null,
  ended_at_ms bigint,
  primary key (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id),
  foreign key (school_id, delegate_id) references staff (school_id, id),
  foreign key (school_id, post_id) references post (school_id, id)
);
create index staff_leave_by_staff on staff_leave (school_id, staff_id, until_day);
create index staff_leave_by_delegate on staff_leave (school_id, delegate_id, until_day);

-- Everything of one person given to another in one act.
-- room: roster
create table hand_over (
  school_id uuid not null,
  id uuid not null,
  from_staff_id uuid not null,
  to_staff_id uuid not null,
  day date not null,
  reason text not null,
  posts_moved bigint not null,
  tasks_moved bigint not null,
  undoes uuid,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, from_staff_id) references staff (school_id, id),
  foreign key (school_id, to_staff_id) references staff (school_id, id)
);
create index hand_over_by_giver on hand_over (school_id, from_staff_id);
create index hand_over_by_taker on hand_over (school_id, to_staff_id);
create unique index hand_over_undone_once on hand_over (school_id, undoes);

-- What a hand-over moved, so that handing back moves this and nothing else.
-- room: roster
create table hand_over_part (
  school_id uuid not null,
  hand_over_id uuid not null,
  part text not null check (part in ('post', 'task', 'delegation')),
  old_id uuid not null,
  new_id uuid not null,
  primary key (school_id, hand_over_id, old_id),
  foreign key (school_id, hand_over_id) references hand_over (school_id, id)
);

-- Named groups: 领导小组, 研究小组, 帮教领导小组.
-- room: roster
create table staff_group (
  school_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('steering', 'research', 'support', 'other')),
  purpose text not null default '',
  from_day date not null,
  until_day date not null,
  primary key (school_id, id)
);
create unique index staff_group_name on staff_group (school_id, name);

-- room: roster
create table staff_group_member (
  school_id uuid not null,
  id uuid not null,
  group_id uuid not null,
  staff_id uuid not null,
  role text not null check (role in ('head', 'deputy', 'member')),
  duties text not null default '',
  from_day date not null,
  until_day date not null,
  primary key (school_id, id),
  foreign key (school_id, group_id) references staff_group (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
create index staff_group_member_by_group on staff_group_member (school_id, group_id);

-- The school's own guiding documents and principles, as text that it can show. A change is a new version; the newest that has begun counts.
-- room: roster
create table school_text (
  school_id uuid not null,
  id uuid not null,
  series_id uuid not null,
  version bigint not null check (version > 0),
  kind text not null check (kind in ('guidance', 'principle', 'rule')),
  title text not null,
  issuer text not null default '',
  document_no text not null default '',
  body text not null,
  from_day date not null,
  until_day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create unique index school_text_version on school_text (school_id, series_id, version);

-- room: roster
create table pupil (
  school_id uuid not null,
  id uuid not null,
  name text not null,
  name_sort text not null,
  sex text not null default '',
  birth_day date,
  entry_year bigint,
  school_no text,
  seat_no bigint,
  registry_sealed bytea,
  registry_print bytea,
  registry_kind text not null default '',
  identity_sealed bytea,
  identity_print bytea,
  ethnicity text not null default '',
  boarding boolean,
  address_sealed bytea,
  household_id uuid,
  note text not null default '',
  import_id uuid,
  erased_at_ms bigint,
  primary key (school_id, id)
);
create unique index pupil_registry on pupil (school_id, registry_print);
create unique index pupil_identity on pupil (school_id, identity_print);
create unique index pupil_school_no on pupil (school_id, school_no);
create index pupil_by_sound on pupil (school_id, name_sort);
create index pupil_by_household on pupil (school_id, household_id) where household_id is not null;

-- Search keys of names. No foreign key and no second index by pupil: they cost an import as much again as the keys. Who takes a pupil out removes the keys of its name.
-- shape: keys
-- room: roster
create table pupil_key (
  school_id uuid not null,
  key text not null,
  pupil_id uuid not null,
  primary key (school_id, key, pupil_id)
);

-- What happened to a pupil's place: arrival, transfer, leaving, repeating, promotion, return, registry number changed.
-- room: roster
create table movement (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  kind text not null check (kind in ('arrival', 'transfer_in', 'transfer_out', 'leaving', 'graduation', 'repeat', 'promotion', 'class_change', 'return', 'registry_change', 'registry_in', 'registry_out', 'correction', 'reversal', 'erasure')),
  day date not null,
  from_class_id uuid,
  to_class_id uuid,
  undoes_id uuid,
  reason text not null default '',
  actor text not null,
  at_ms bigint not null,
  import_id uuid,
  primary key (school_id, id),
  foreign key (school_id, pupil_id) references pupil (school_id, id)
);
create index movement_by_pupil on movement (school_id, pupil_id, at_ms);
create unique index movement_undone_once on movement (school_id, undoes_id) where undoes_id is not null;

-- Registry numbers that a pupil had before: J or L until the G number came, months later.
-- room: roster
create table former_registry_no (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  sealed bytea not null,
  print bytea not null,
  form text not null,
  until_day date not null,
  primary key (school_id, id),
  foreign key (school_id, pupil_id) references pupil (school_id, id)
);
create index former_registry_no_by_pupil on former_registry_no (school_id, pupil_id);
create index former_registry_no_by_print on former_registry_no (school_id, print);

-- room: roster
create table guardian (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  name text not null,
  relation text not null default '',
  phone_sealed bytea,
  lives_with boolean,
  is_primary boolean not null default false,
  note text not null default '',
  from_day date not null,
  until_day date not null,
  primary key (school_id, id),
  foreign key (school_id, pupil_id) references pupil (school_id, id)
);
create index guardian_by_pupil on guardian (school_id, pupil_id);
