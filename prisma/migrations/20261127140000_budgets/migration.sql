-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "records_prompts" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "completions" ADD COLUMN     "agent" TEXT,
ADD COLUMN     "api_key_id" UUID,
ADD COLUMN     "budget_holder" UUID,
ADD COLUMN     "computed_usd" DECIMAL(18,9),
ADD COLUMN     "content" JSONB,
ADD COLUMN     "decision" JSONB,
ADD COLUMN     "operation" TEXT NOT NULL DEFAULT 'chat',
ADD COLUMN     "project_id" UUID,
ADD COLUMN     "reported_usd" DECIMAL(18,9),
ADD COLUMN     "user_id" TEXT,
ALTER COLUMN "task_id" DROP NOT NULL,
ALTER COLUMN "run_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "budget_limits" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "limit_usd" DECIMAL(18,9) NOT NULL,
    "on_reached" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "budget_limits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_periods" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "limit_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "spent_usd" DECIMAL(18,9) NOT NULL DEFAULT 0,
    "alerted_percent" SMALLINT NOT NULL DEFAULT 0,
    "ends_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "budget_periods_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_leases" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "period_id" UUID NOT NULL,
    "holder" UUID NOT NULL,
    "usd" DECIMAL(18,9) NOT NULL,
    "spent_usd" DECIMAL(18,9) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "budget_leases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_approvals" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'requested',
    "refusal" JSONB NOT NULL,
    "decided_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "budget_approvals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notifications" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "budget_limits_organization_id_scope_subject_period_key" ON "budget_limits"("organization_id", "scope", "subject", "period");

-- CreateIndex
CREATE INDEX "budget_periods_updated_at_idx" ON "budget_periods"("updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "budget_periods_limit_id_subject_key_key" ON "budget_periods"("limit_id", "subject", "key");

-- CreateIndex
CREATE UNIQUE INDEX "budget_leases_period_id_holder_key" ON "budget_leases"("period_id", "holder");

-- CreateIndex
CREATE UNIQUE INDEX "budget_approvals_task_id_key" ON "budget_approvals"("task_id");

-- CreateIndex
CREATE INDEX "notifications_organization_id_created_at_idx" ON "notifications"("organization_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "notifications_organization_id_origin_key" ON "notifications"("organization_id", "origin");

-- AddForeignKey
ALTER TABLE "budget_limits" ADD CONSTRAINT "budget_limits_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget_periods" ADD CONSTRAINT "budget_periods_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget_periods" ADD CONSTRAINT "budget_periods_limit_id_fkey" FOREIGN KEY ("limit_id") REFERENCES "budget_limits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget_leases" ADD CONSTRAINT "budget_leases_period_id_fkey" FOREIGN KEY ("period_id") REFERENCES "budget_periods"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget_approvals" ADD CONSTRAINT "budget_approvals_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget_approvals" ADD CONSTRAINT "budget_approvals_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "tasks"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- A limit below zero would refuse everything without saying so.
ALTER TABLE "budget_limits" ADD CONSTRAINT "budget_limits_limit_usd_check" CHECK ("limit_usd" >= 0);

-- Calls of before belong to the project, agent and person of their task.
UPDATE "completions" c
SET "project_id" = t."project_id", "agent" = r."agent",
    "user_id" = t."platform" || ':' || (t."event" -> 'actor' ->> 'id')
FROM "tasks" t, "task_executions" r
WHERE t."id" = c."task_id" AND r."id" = c."run_id";
