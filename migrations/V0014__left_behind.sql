-- More about a guardian: whether the parents have entrusted the child to this person, where the person lives, and the identity number that the usual form asks.

-- room: roster
alter table guardian add column entrusted boolean not null default false;
alter table guardian add column address_sealed bytea;
alter table guardian add column identity_sealed bytea;
