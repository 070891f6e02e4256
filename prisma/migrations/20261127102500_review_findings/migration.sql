-- AlterTable
ALTER TABLE "tasks" ADD COLUMN     "configuration" JSONB;

-- CreateTable
CREATE TABLE "review_findings" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "path" TEXT,
    "line" INTEGER,
    "end_line" INTEGER,
    "side" TEXT,
    "state" TEXT NOT NULL,
    "comment_id" TEXT,
    "url" TEXT,
    "first_revision" TEXT NOT NULL,
    "last_revision" TEXT NOT NULL,
    "task_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_findings_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "review_findings_project_id_platform_subject_id_fingerprint_key" ON "review_findings"("project_id", "platform", "subject_id", "fingerprint");

-- AddForeignKey
ALTER TABLE "review_findings" ADD CONSTRAINT "review_findings_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_findings" ADD CONSTRAINT "review_findings_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;
