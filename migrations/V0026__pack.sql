-- The day on which the school is inspected, as the office was told: every line stays, the newest counts. From two weeks before it the list of what is missing is shown.
-- room: report
create table inspection_day (
  school_id uuid not null,
  number bigint not null,
  day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, number)
);
