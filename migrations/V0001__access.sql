-- Who asks, whom they look after and why, and the chain of what was looked at.

-- room: access
create table tenant (
  school_id uuid not null,
  code text not null,
  name text not null,
  kind text not null check (kind in ('school', 'village', 'county')),
  region text not null default '',
  created_at_ms bigint not null,
  primary key (school_id)
);
create unique index tenant_code on tenant (code);

-- room: access
create table account (
  school_id uuid not null,
  id uuid not null,
  login_name text not null,
  staff_id uuid not null,
  password_hash text not null,
  must_change boolean not null,
  totp_sealed bytea,
  totp_last_step bigint not null default 0,
  totp_confirmed_at_ms bigint,
  lang text not null default 'zh-CN',
  created_at_ms bigint not null,
  closed_at_ms bigint,
  primary key (school_id, id)
);
create unique index account_login on account (school_id, login_name);
create unique index account_staff on account (school_id, staff_id);

-- room: access
create table session (
  school_id uuid not null,
  id uuid not null,
  token_hash bytea not null,
  account_id uuid not null,
  csrf text not null,
  second_factor boolean not null,
  created_at_ms bigint not null,
  seen_at_ms bigint not null,
  expires_at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, account_id) references account (school_id, id)
);
create unique index session_token on session (school_id, token_hash);

-- room: access
create table sign_in_attempt (
  school_id uuid not null,
  id uuid not null,
  login_name text not null,
  address_hash bytea not null,
  at_ms bigint not null,
  worked boolean not null,
  primary key (school_id, id)
);
create index sign_in_attempt_by_login on sign_in_attempt (school_id, login_name, at_ms);
create index sign_in_attempt_by_address on sign_in_attempt (school_id, address_hash, at_ms);

-- A person's dated duty towards a school, grade, class or pupil.
-- room: access
create table tie (
  school_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  duty text not null,
  scope text not null check (scope in ('school', 'grade', 'class', 'pupil')),
  scope_id uuid not null,
  subject text not null default '',
  from_day date not null,
  until_day date not null,
  source_id uuid not null,
  on_behalf_of uuid,
  primary key (school_id, id)
);
create index tie_by_staff on tie (school_id, staff_id, until_day);
create index tie_by_scope on tie (school_id, scope_id, duty);
create index tie_by_source on tie (school_id, source_id);

-- A pupil's dated place in a class.
-- room: access
create table place (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  class_id uuid not null,
  grade_id uuid not null,
  from_day date not null,
  until_day date not null,
  primary key (school_id, id)
);
create index place_by_pupil on place (school_id, pupil_id, from_day);
create index place_by_class on place (school_id, class_id, until_day);
create index place_by_grade on place (school_id, grade_id, until_day);

-- Who may read about which pupil, and why: the one rule that the list scopes and access::why both read.
-- room: access
create view reader as
  select t.school_id, t.staff_id, p.pupil_id, t.duty, t.scope, t.subject, t.from_day as tie_from, t.until_day as tie_until,
         p.from_day as place_from, p.until_day as place_until, t.id as tie_id, t.on_behalf_of
    from tie t join place p on p.school_id = t.school_id and p.class_id = t.scope_id
   where t.scope = 'class'
  union all
  select t.school_id, t.staff_id, p.pupil_id, t.duty, t.scope, t.subject, t.from_day, t.until_day,
         p.from_day, p.until_day, t.id, t.on_behalf_of
    from tie t join place p on p.school_id = t.school_id and p.grade_id = t.scope_id
   where t.scope = 'grade'
  union all
  select t.school_id, t.staff_id, t.scope_id, t.duty, t.scope, t.subject, t.from_day, t.until_day,
         t.from_day, t.until_day, t.id, t.on_behalf_of
    from tie t
   where t.scope = 'pupil';

-- room: access
create table break_glass (
  school_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  pupil_id uuid not null,
  reason text not null,
  from_ms bigint not null,
  until_ms bigint not null,
  primary key (school_id, id)
);
create index break_glass_by_staff on break_glass (school_id, staff_id, until_ms);

-- room: access
create table audit_head (
  school_id uuid not null,
  seq bigint not null,
  hash bytea not null,
  primary key (school_id)
);

-- room: access
create table audit_entry (
  school_id uuid not null,
  seq bigint not null,
  at_ms bigint not null,
  actor text not null,
  act text not null,
  subject text not null,
  levels text not null,
  note text not null,
  hash bytea not null,
  primary key (school_id, seq)
);
create index audit_entry_by_subject on audit_entry (school_id, subject, seq);
create index audit_entry_by_actor on audit_entry (school_id, actor, seq);

-- A form sent twice is done once: the token of the form, and the answer given.
-- room: access
create table once (
  school_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  payload_hash bytea not null,
  answer text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index once_by_age on once (school_id, at_ms);
