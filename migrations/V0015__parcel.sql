-- Children who come from another school that works with Bangfu: what it sent along, as it was accepted.

-- A parcel that was accepted; its id was made by the sender, so that the same parcel is accepted once.
-- room: child
create table parcel (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  from_school text not null,
  made_on date not null,
  accepted_on date not null,
  content_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index parcel_of_pupil on parcel (school_id, pupil_id);
