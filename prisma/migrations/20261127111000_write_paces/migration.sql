-- CreateTable
CREATE TABLE "write_paces" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "taken" BIGINT[],
    "held_until" TIMESTAMPTZ(3),

    CONSTRAINT "write_paces_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "write_paces_project_id_platform_account_id_key" ON "write_paces"("project_id", "platform", "account_id");

-- AddForeignKey
ALTER TABLE "write_paces" ADD CONSTRAINT "write_paces_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "write_paces" ADD CONSTRAINT "write_paces_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;
