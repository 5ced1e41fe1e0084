-- Private keys lie here encrypted only; the secret is in a file of the console's. The console wraps what lies open when it
-- starts: this runs with the owner's role, which has no secret. Neither: the key is over, and nobody can sign with it.
alter table signing_keys add column wrapped text;
alter table signing_keys alter column private_jwk drop not null;
alter table signing_keys add check (wrapped is null or private_jwk is null);
