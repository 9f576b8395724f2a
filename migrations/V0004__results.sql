-- Marks, bands and attendance.

-- What is assessed: for the whole school (scope_id is the school) or for one class (scope_id is the class).
-- room: results
create table assessment (
  school_id uuid not null,
  id uuid not null,
  term_id uuid not null,
  scope_id uuid not null,
  name text not null,
  kind text not null check (kind in ('final', 'baseline', 'formative')),
  day date not null,
  scale text not null check (scale in ('points', 'bands')),
  filing_no text not null default '',
  import_id uuid,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, term_id) references term (school_id, id)
);
create unique index assessment_name on assessment (school_id, term_id, scope_id, name);
create index assessment_by_day on assessment (school_id, day);

-- Which subjects an assessment has for each grade, and what full marks are.
-- room: results
create table full_mark (
  school_id uuid not null,
  assessment_id uuid not null,
  grade_level bigint not null check (grade_level between 1 and 6),
  subject text not null,
  points double precision not null check (points > 0),
  primary key (school_id, assessment_id, grade_level, subject),
  foreign key (school_id, assessment_id) references assessment (school_id, id)
);

-- room: results
create table result (
  school_id uuid not null,
  assessment_id uuid not null,
  class_id uuid not null,
  pupil_id uuid not null,
  subject text not null,
  state text not null check (state in ('points', 'band', 'absent', 'exempt', 'deferred')),
  points double precision,
  band text,
  import_id uuid,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, assessment_id, pupil_id, subject),
  foreign key (school_id, assessment_id) references assessment (school_id, id)
);
create index result_by_pupil on result (school_id, pupil_id);
create index result_by_class on result (school_id, assessment_id, class_id);
create index result_by_import on result (school_id, import_id);

-- What a result was before somebody corrected or removed it, and who did: for questions, and to undo an import.
-- room: results
create table result_change (
  school_id uuid not null,
  id uuid not null,
  assessment_id uuid not null,
  class_id uuid not null,
  pupil_id uuid not null,
  subject text not null,
  state text not null,
  points double precision,
  band text,
  before_import_id uuid,
  before_actor text not null,
  before_at_ms bigint not null,
  import_id uuid,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, assessment_id) references assessment (school_id, id)
);
create index result_change_by_import on result_change (school_id, import_id);
create index result_change_by_pupil on result_change (school_id, pupil_id);

-- Which lines turn points into bands, by grade.
-- room: results
create table band_scheme (
  school_id uuid not null,
  grade_level bigint not null check (grade_level between 1 and 6),
  scheme text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, grade_level)
);

-- Whether the local rule on exams differs from the national one (R2), and which it is.
-- room: results
create table exam_rule (
  school_id uuid not null,
  is_local boolean not null,
  reason text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id)
);

-- A class and day for which attendance was taken: 全到, then the absent.
-- room: results
create table attendance_taken (
  school_id uuid not null,
  class_id uuid not null,
  day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, class_id, day)
);

-- room: results
create table absence (
  school_id uuid not null,
  pupil_id uuid not null,
  day date not null,
  class_id uuid not null,
  kind text not null check (kind in ('sick', 'personal', 'unexplained', 'late')),
  import_id uuid,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, pupil_id, day)
);
create index absence_by_class on absence (school_id, class_id, day);

-- Attendance of a term as a sheet gives it: days of school, days absent. What stood there before the sheet is kept, to undo an import.
-- room: results
create table attendance_total (
  school_id uuid not null,
  term_id uuid not null,
  pupil_id uuid not null,
  class_id uuid not null,
  school_days bigint,
  sick_days double precision not null default 0,
  personal_days double precision not null default 0,
  unexplained_days double precision not null default 0,
  late_times bigint not null default 0,
  import_id uuid,
  before text,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, term_id, pupil_id),
  foreign key (school_id, term_id) references term (school_id, id)
);
create index attendance_total_by_import on attendance_total (school_id, import_id);
