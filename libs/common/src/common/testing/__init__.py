"""What tests share: scenarios of decisions, embedded servers, rebuilt equals live."""
