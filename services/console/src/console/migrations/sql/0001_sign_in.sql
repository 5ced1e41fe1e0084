-- Sign-in. Passwords and secrets are here as digests only; what people did stands in the trail, which nobody edits.

create table accounts (
  id              text primary key,                      -- the token's `sub`: opaque, no name of a person
  login           text not null unique check (login = lower(login) and login <> ''),
  name            text not null,
  language        text not null default 'zh' check (language in ('zh', 'en')),
  kiosk           boolean not null default false,        -- a wall: reads only, does not time out
  dev             boolean not null default false,        -- of the sample: this machine only
  oidc_subject    text unique,                           -- who it is at the organisation's provider
  password        text,                                  -- argon2id; none: signs in elsewhere, or not yet
  password_at     timestamptz,
  must_change     boolean not null default false,
  one_time_until  timestamptz,                           -- a password that others know, and until when
  past_salt       bytea not null,
  created_at      timestamptz not null,
  created_by      text not null,
  signed_in_at    timestamptz,
  closed_at       timestamptz,
  closed_because  text
);

create table grants (
  account_id   text not null references accounts,
  contract_id  text not null,                            -- `*`: every one
  roles        text[] not null check (roles <> '{}'),
  person_id    text,                                     -- who it is in roster, where roster knows them
  primary key (account_id, contract_id)
);
create index grants_by_person on grants (contract_id, person_id);

-- Every earlier password, with the account's own salt, so that one look says whether it was used before (A6 §3).
create table past_passwords (
  account_id  text not null references accounts,
  digest      bytea not null,
  set_at      timestamptz not null,
  primary key (account_id, digest)
);

create table sessions (
  id           text primary key,
  secret       bytea not null unique,                    -- sha256 of the cookie
  account_id   text not null references accounts,
  purpose      text not null check (purpose in ('work', 'change')),
  kiosk        boolean not null,
  created_at   timestamptz not null,
  seen_at      timestamptz not null,
  expires_at   timestamptz,                              -- none: a wall
  ended_at     timestamptz,
  ended_because text,
  address      text not null,
  agent        text not null
);
create index sessions_by_account on sessions (account_id, created_at);

-- Wrong passwords, by login name (there or not, told apart by nobody) and by address.
create table tries (
  key          text primary key,
  failures     integer not null,
  since        timestamptz not null,
  locked_until timestamptz
);

create table recoveries (
  id           text primary key,
  account_id   text not null references accounts,
  reason       text not null,
  proposed_at  timestamptz not null,
  proposed_by  text not null,
  decided_at   timestamptz,
  decided_by   text,
  confirmed    boolean
);
create unique index recoveries_open on recoveries (account_id) where decided_at is null;

create table clients (
  id          text primary key,
  name        text not null,
  contracts   jsonb not null,
  created_at  timestamptz not null,
  created_by  text not null,
  closed_at   timestamptz
);

create table client_secrets (
  id          text primary key,
  client_id   text not null references clients,
  digest      bytea not null,                            -- sha256 of 256 random bits
  created_at  timestamptz not null,
  created_by  text not null,
  used_at     timestamptz,
  revoked_at  timestamptz
);
create index client_secrets_by_client on client_secrets (client_id);

create table signing_keys (
  kid          text primary key,
  private_jwk  jsonb not null,
  created_at   timestamptz not null,
  signs_from   timestamptz not null,
  withdrawn_at timestamptz
);

create table oidc_steps (
  state       bytea primary key,                         -- sha256 of what travels
  browser     bytea not null,                            -- sha256 of the one-time cookie
  nonce       text not null,
  verifier    text not null,
  next        text not null,
  created_at  timestamptz not null
);

create table trail (
  id          bigint generated always as identity primary key,
  at          timestamptz not null default clock_timestamp(),
  kind        text not null,
  actor       text not null,                             -- an account, `client:<id>`, `console`, or `unknown`
  about       text,
  contracts   text[] not null,                           -- whose it is: who reads the trail of a contract sees it
  session_id  text,
  address     text not null,
  details     jsonb not null
);
create index trail_by_actor on trail (actor, id);
create index trail_by_kind on trail (kind, id);
create index trail_by_about on trail (about, id);

-- Only the owner deletes, only through this, and nothing younger than half a year.
create function purge_trail(keep_days integer) returns bigint language plpgsql as $$
declare removed bigint;
begin
  if keep_days < 183 then
    raise exception 'the trail is kept for at least 183 days';
  end if;
  delete from trail where at < clock_timestamp() - make_interval(days => keep_days);
  get diagnostics removed = row_count;
  return removed;
end $$;
revoke all on function purge_trail(integer) from public;
