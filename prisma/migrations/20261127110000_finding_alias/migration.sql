-- AlterTable
ALTER TABLE "review_findings" ADD COLUMN     "alias" TEXT;
