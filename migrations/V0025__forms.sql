-- Blank forms of the bureau (自带表格): the file itself lies with the attachments and holds no child's data; what its labels mean is remembered, every time it was said.

-- room: report
create table form_template (
  school_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('xlsx', 'docx')),
  attachment_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);

-- What the labels of a form mean, as somebody said it; the newest counts.
-- room: report
create table form_mapping (
  school_id uuid not null,
  template_id uuid not null,
  turn bigint not null check (turn > 0),
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, template_id, turn),
  foreign key (school_id, template_id) references form_template (school_id, id)
);

-- A label and the fact that is filled in there; an empty fact is left to be filled by hand.
-- room: report
create table form_field (
  school_id uuid not null,
  template_id uuid not null,
  turn bigint not null,
  spot text not null,
  label text not null,
  fact text not null,
  primary key (school_id, template_id, turn, spot),
  foreign key (school_id, template_id, turn) references form_mapping (school_id, template_id, turn)
);

-- A form that is used no more.
-- room: report
create table form_end (
  school_id uuid not null,
  template_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, template_id),
  foreign key (school_id, template_id) references form_template (school_id, id)
);
