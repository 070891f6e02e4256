-- One foreign key instead of two, and no index entry for a subject that is not known yet: both cost every delivery.

-- DropForeignKey
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_organization_id_fkey";

-- DropForeignKey
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_project_id_fkey";

-- DropIndex
DROP INDEX "deliveries_subject_url_received_at_idx";

-- CreateIndex
CREATE INDEX "deliveries_subject_url_received_at_idx" ON "deliveries"("subject_url", "received_at") WHERE subject_url IS NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "projects_organization_id_id_key" ON "projects"("organization_id", "id");

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_organization_id_project_id_fkey" FOREIGN KEY ("organization_id", "project_id") REFERENCES "projects"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
