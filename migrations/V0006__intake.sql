-- The taking in of sheets that schools already have.

-- One import of one or several files (which kinds there are the program knows): preview, what went in, and enough to undo it whole. The report holds names, so it is sealed under the import's own key.
-- room: intake
create table import (
  school_id uuid not null,
  id uuid not null,
  kind text not null,
  term_code text not null,
  title text not null,
  state text not null check (state in ('preview', 'done', 'undone', 'cancelled')),
  read_rows bigint not null,
  created_rows bigint not null,
  updated_rows bigint not null,
  unchanged_rows bigint not null,
  rejected_rows bigint not null,
  actor text not null,
  at_ms bigint not null,
  done_at_ms bigint,
  undone_at_ms bigint,
  primary key (school_id, id)
);
create index import_by_time on import (school_id, at_ms);

-- The sheets as they were read, with what the office has said about them and what was found, until all of it is dealt with.
-- room: intake
create table import_source (
  school_id uuid not null,
  import_id uuid not null,
  source_sealed bytea not null,
  report_sealed bytea not null,
  primary key (school_id, import_id),
  foreign key (school_id, import_id) references import (school_id, id)
);

-- What an import did, in its order: enough to undo it.
-- shape: keys
-- room: intake
create table import_change (
  school_id uuid not null,
  import_id uuid not null,
  position bigint not null,
  what text not null,
  row_id uuid not null,
  before text,
  primary key (school_id, import_id, position),
  foreign key (school_id, import_id) references import (school_id, id)
);

-- The mapping of columns that a school's sheet turned out to need, by the look of its header.
-- room: intake
create table column_map (
  school_id uuid not null,
  kind text not null,
  signature text not null,
  map text not null,
  at_ms bigint not null,
  primary key (school_id, kind, signature)
);
