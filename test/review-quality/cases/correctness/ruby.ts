import { changesOf } from '../../changed-file.ts';
import type { QualityCase } from '../../quality-case.ts';

const statements = `# frozen_string_literal: true

require 'csv'
require 'net/http'

module Billing
  # Reads statements of the bank and books them.
  class StatementImport
    KINDS = {
      'CRDT' => :credit,
      'DBIT' => :debit,
      'RVSL' => :reversal
    }.freeze

    def initialize(ledger, logger:, bank:)
      @ledger = ledger
      @logger = logger
      @bank = bank
    end

    def import(path)
      lines = File.open(path, 'r:bom|utf-8') { |file| CSV.new(file, headers: true).map(&:to_h) }
      lines.each { |line| book(line) }
      lines.size
    rescue CSV::MalformedCSVError => e
      @logger.warn("#{path} is no statement: #{e.message}")
      0
    rescue StandardError => e
      @logger.error("import of #{path}: #{e.message}")
      raise
    end

    def fetch_latest
      response = @bank.get('/statements/latest')
      parse(response.body)
    rescue Net::OpenTimeout
      @logger.warn('the bank does not answer')
      nil
    end

    def book(line)
      reference = line['reference'].strip
      status = line['status']
      if status == 'booked'
        @ledger.add(reference, cents(line['amount']), KINDS.fetch(line['kind']))
      elsif status == 'pending'
        @ledger.hold(reference)
      end
    end

    private

    def cents(text)
      Integer(text.delete('.'), 10)
    end
  end
end
`;

const journal = `# frozen_string_literal: true

module Billing
  # What is booked, as the bank and the accountant want it.
  class Journal
    def initialize(bank, logger:)
      @bank = bank
      @logger = logger
    end

    def export(path, entries)
      File.open(path, 'w') do |file|
        entries.each { |entry| file.puts(entry.to_csv) }
      end
    end

    def balances(entries)
      sums = []
      (0...entries.length).each do |i|
        sums << (sums.last || 0) + entries[i].cents
      end
      sums
    end

    def valid_signature?(payload, signature)
      @bank.key.verify(payload, signature)
    rescue OpenSSL::PKey::PKeyError => e
      @logger.warn("signature not checked: #{e.message}")
      false
    end

    def same?(left, right)
      left.reference == right.reference && left.cents == right.cents
    end

    def with_lock(account)
      account.lock!
      yield account
    ensure
      account.unlock!
    end

    def currency(code)
      case code.downcase
      when 'eur', 'euro' then :eur
      when 'chf' then :chf
      else raise ArgumentError, "unknown currency #{code}"
      end
    end
  end
end
`;

const file = (name: string, base: string) =>
  ({ family: 'correctness', language: 'ruby', path: `app/services/billing/${name}.rb`, base }) as const;

export const cases: readonly QualityCase[] = [
  ...changesOf(file('statement_import', statements), [
    {
      what: 'everything-caught-and-gone-on',
      replaces: "    rescue Net::OpenTimeout\n      @logger.warn('the bank does not answer')\n",
      faulty: '    rescue Exception => e\n      @logger.warn("the bank does not answer: #{e.message}")\n',
      safe: '    rescue Net::OpenTimeout, Net::ReadTimeout => e\n      @logger.warn("the bank does not answer: #{e.message}")\n',
      at: 'rescue Exception',
    },
    {
      what: 'error-swallowed',
      replaces: "    rescue Net::OpenTimeout\n      @logger.warn('the bank does not answer')\n      nil\n",
      faulty: '    rescue StandardError\n',
      safe: '    rescue Net::OpenTimeout\n      # There is another try in an hour.\n      nil\n',
      at: 'rescue StandardError',
    },
    {
      what: 'general-handler-first',
      replaces:
        '    rescue CSV::MalformedCSVError => e\n      @logger.warn("#{path} is no statement: #{e.message}")\n      0\n    rescue StandardError => e\n      @logger.error("import of #{path}: #{e.message}")\n      raise\n',
      faulty:
        '    rescue StandardError => e\n      @logger.error("import of #{path}: #{e.message}")\n      raise\n    rescue CSV::MalformedCSVError => e\n      @logger.warn("#{path} is no statement: #{e.message}")\n      0\n',
      safe: '    rescue CSV::MalformedCSVError, ArgumentError => e\n      @logger.warn("#{path} is no statement: #{e.message}")\n      0\n    rescue => e\n      @logger.error("import of #{path}: #{e.message}")\n      raise\n',
      at: 'rescue CSV::MalformedCSVError',
    },
    {
      what: 'assignment-for-comparison',
      replaces: "      elsif status == 'pending'\n",
      faulty: "      elsif status = 'pending'\n",
      safe: "      elsif status.eql?('pending')\n",
      at: "status = 'pending'",
    },
    {
      what: 'condition-repeated',
      replaces: "      elsif status == 'pending'\n",
      faulty: "      elsif status == 'booked'\n",
      safe: '      elsif %w[pending held].include?(status)\n',
      at: "elsif status == 'booked'",
    },
    {
      what: 'key-written-twice',
      replaces: "      'RVSL' => :reversal\n",
      faulty: "      'DBIT' => :reversal\n",
      safe: "      'RVSL' => :reversal,\n      dbit: :debit\n",
      at: "'DBIT' => :reversal",
    },
    {
      what: 'strip-thrown-away',
      replaces: "      reference = line['reference'].strip\n",
      faulty: "      reference = line['reference']\n      reference.strip\n",
      safe: "      reference = line['reference']\n      reference.strip!\n",
      at: 'reference.strip',
    },
  ]),
  ...changesOf(file('journal', journal), [
    {
      what: 'signature-check-fails-open',
      replaces: '      @logger.warn("signature not checked: #{e.message}")\n      false\n',
      faulty: '      @logger.warn("signature not checked: #{e.message}")\n      true\n',
      safe: '      @logger.warn("signature not checked: #{e.message}")\n      raise Unsigned, payload.id\n',
      at: '      true',
    },
    {
      what: 'return-in-ensure',
      replaces: '    ensure\n      account.unlock!\n',
      faulty: '    ensure\n      account.unlock!\n      return account\n',
      safe: '    ensure\n      account.unlock! if account.locked?\n',
      at: 'return account',
    },
    {
      what: 'case-repeated',
      replaces: "      when 'chf' then :chf\n",
      faulty: "      when 'euro' then :chf\n",
      safe: "      when 'chf', 'franken' then :chf\n",
      at: "when 'euro' then :chf",
    },
    {
      what: 'file-never-closed',
      replaces:
        "      File.open(path, 'w') do |file|\n        entries.each { |entry| file.puts(entry.to_csv) }\n      end\n",
      faulty: "      file = File.open(path, 'w')\n      entries.each { |entry| file.puts(entry.to_csv) }\n",
      safe: "      file = File.open(path, 'w')\n      begin\n        entries.each { |entry| file.puts(entry.to_csv) }\n      ensure\n        file.close\n      end\n",
      at: 'File.open(path',
    },
    {
      what: 'one-past-the-end',
      replaces: '(0...entries.length).each do |i|',
      faulty: '(0..entries.length).each do |i|',
      safe: '(0..entries.length - 1).each do |i|',
      at: '0..entries.length',
    },
    {
      what: 'compared-with-itself',
      replaces: 'left.cents == right.cents',
      faulty: 'left.cents == left.cents',
      safe: 'left.cents.eql?(right.cents)',
      at: 'left.cents == left.cents',
    },
    {
      what: 'lower-case-never-upper',
      replaces: '      case code.downcase\n',
      faulty: "      return :eur if code.downcase == 'EUR'\n\n      case code.downcase\n",
      safe: "      return :eur if code.upcase == 'EUR'\n\n      case code.downcase\n",
      at: "== 'EUR'",
    },
  ]),
];
