-- AlterTable
ALTER TABLE "completions" ADD COLUMN "request_id" UUID;

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN "words_days" INTEGER NOT NULL DEFAULT 30;

-- CreateIndex
CREATE INDEX "completions_request_id_idx" ON "completions"("request_id") WHERE request_id IS NOT NULL;

-- CreateIndex
CREATE INDEX "completions_created_at_idx" ON "completions"("created_at") WHERE content IS NOT NULL;
