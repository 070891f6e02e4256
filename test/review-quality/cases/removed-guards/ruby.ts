import { changesOf } from '../../changed-file.ts';

const base = `class DocumentsController < ApplicationController
  before_action :authenticate_user!
  before_action :require_editor, only: %i[update destroy]
  protect_from_forgery with: :exception

  def show
    document = current_user.documents.find(params[:id])
    return head :bad_request unless FORMATS.include?(params[:format_name])

    render plain: document.public_send(params[:format_name])
  end

  def update
    document = Document.find(params[:id])
    authorize document
    document.update!(params.require(:document).permit(:title, :text))
    redirect_to document
  end

  def destroy
    document = Document.find(params[:id])
    raise Forbidden unless document.owner_id == current_user.id

    document.destroy!
    head :no_content
  end

  def callback
    expected = OpenSSL::HMAC.hexdigest('SHA256', secret, request.raw_post)
    return head :unauthorized unless Rack::Utils.secure_compare(expected, request.headers['X-Signature'].to_s)

    Import.perform_later(request.raw_post)
    head :accepted
  end
end
`;

export const cases = changesOf(
  { family: 'removed-guard', language: 'ruby', path: 'app/controllers/documents_controller.rb', base },
  [
    {
      what: 'authenticate',
      replaces: '  before_action :authenticate_user!\n',
      faulty: '',
      safe: '  before_action :authenticate_account!\n',
      at: 'authenticate_user!',
      side: 'old',
    },
    {
      what: 'narrowed-filter',
      replaces: 'only: %i[update destroy]',
      faulty: 'only: %i[update]',
      safe: 'only: %i[update destroy archive]',
      at: 'require_editor',
      side: 'old',
    },
    {
      what: 'forgery-protection',
      replaces: '  protect_from_forgery with: :exception\n',
      faulty: '',
      safe: '  protect_from_forgery with: :reset_session\n',
      at: 'protect_from_forgery',
      side: 'old',
    },
    {
      what: 'allow-list',
      replaces: '    return head :bad_request unless FORMATS.include?(params[:format_name])\n\n',
      faulty: '',
      safe: '    return head :not_acceptable unless FORMATS.include?(params[:format_name])\n\n',
      at: 'FORMATS.include?',
      side: 'old',
    },
    {
      what: 'policy',
      replaces: '    authorize document\n',
      faulty: '',
      safe: '    authorize document, :edit?\n',
      at: 'authorize document',
      side: 'old',
    },
    {
      what: 'owner',
      replaces: '    raise Forbidden unless document.owner_id == current_user.id\n\n',
      faulty: '',
      safe: '    raise Forbidden unless current_user.owner?(document)\n\n',
      at: 'document.owner_id',
      side: 'old',
    },
    {
      what: 'constant-time',
      replaces: "Rack::Utils.secure_compare(expected, request.headers['X-Signature'].to_s)",
      faulty: "expected == request.headers['X-Signature'].to_s",
      safe: "ActiveSupport::SecurityUtils.secure_compare(expected, request.headers['X-Signature'].to_s)",
      at: 'expected ==',
    },
  ],
);
