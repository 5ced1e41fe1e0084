-- The ledger: one line of events per contract. Only the functions of 0001_functions.sql write these three tables.
create table ledgers (
    contract_id text primary key,
    log_id uuid not null,
    last_seq bigint not null,
    last_hash bytea not null,
    last_recorded_at timestamptz not null,
    last_public_no bigint not null
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

create table events (
    contract_id text not null,
    seq bigint not null,
    stream text not null,
    version integer not null,
    type text not null,
    schema_version integer not null,
    payload json not null,
    actor text not null,
    command_id text not null,
    correlation_id text not null,
    causation_id text,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    hash bytea not null,
    public_no bigint,
    public_type text,
    public_version integer,
    published json,
    primary key (contract_id, seq),
    unique (contract_id, stream, version)
);
create unique index events_lane on events (contract_id, public_no) where public_no is not null;

create table commands (
    contract_id text not null,
    command_id text not null,
    request_hash bytea not null,
    first_seq bigint not null,
    last_seq bigint not null,
    primary key (contract_id, command_id)
);

-- Consumers: how far a view set or a policy has come in another service's lane, and what it could not do.
create table positions (
    name text not null,
    source text not null,
    contract_id text not null,
    number bigint not null default 0,
    hash text not null,
    log_id text,
    stopped text,
    reason text,
    primary key (name, source, contract_id)
);
create table parked (
    id bigint generated always as identity primary key,
    name text not null,
    source text not null,
    contract_id text not null,
    number bigint not null,
    target text not null,
    type text not null,
    code text not null,
    reason text not null,
    parked_at timestamptz not null,
    decided_at timestamptz,
    decision text,
    decided_by text,
    decided_reason text,
    unique (name, source, contract_id, number, target)
);
create index parked_open on parked (contract_id, id) where decided_at is null;

-- Own state beside the ledger.
create table view_positions (
    view text not null,
    contract_id text not null,
    seq bigint not null,
    primary key (contract_id, view)
) with (fillfactor = 50);
create table timers (
    contract_id text not null,
    id text not null,
    kind text not null,
    due timestamptz not null,
    about json not null,
    set_by bigint not null,
    primary key (contract_id, id)
);
create index timers_due on timers (due);
create table texts (
    contract_id text not null,
    digest text not null,
    salt bytea,
    body text,
    after_seq bigint not null,
    written_at timestamptz not null,
    kept boolean not null default false,
    erased_at timestamptz,
    primary key (contract_id, digest)
);
create index texts_unproven on texts (contract_id, written_at) where not kept;
create table counters (
    contract_id text not null,
    name text not null,
    last bigint not null,
    primary key (contract_id, name)
);
create table clock (
    one boolean primary key default true check (one),
    moment timestamptz not null
);
create table lease (
    name text primary key,
    holder text not null,
    until timestamptz not null
);
create table relay_positions (
    contract_id text primary key,
    number bigint not null
) with (fillfactor = 50);
