CREATE TABLE "customers" (
  "id" integer PRIMARY KEY,
  "email" text NOT NULL UNIQUE,
  "email_verified" boolean NOT NULL,
  "name" text NOT NULL,
  "phone" text,
  "tier" text NOT NULL,
  "password_hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "orders" (
  "id" integer PRIMARY KEY,
  "customer_id" integer NOT NULL REFERENCES "customers" ("id"),
  "title" text NOT NULL,
  "total_cents" integer NOT NULL,
  "placed_on" date NOT NULL,
  "status" text NOT NULL,
  "expected_on" date NOT NULL
);
--> statement-breakpoint
CREATE INDEX "orders_of_customer" ON "orders" ("customer_id");
--> statement-breakpoint
CREATE TABLE "sessions" (
  "token_hash" text PRIMARY KEY,
  "customer_id" integer NOT NULL REFERENCES "customers" ("id"),
  "expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tickets" (
  "id" text PRIMARY KEY,
  "status" text NOT NULL,
  "chat_id" text NOT NULL
);
