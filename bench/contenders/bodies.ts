/** What a page posts to a token endpoint. */
export interface TokenBody {
  readonly chatId: string;
}

export interface TokenAnswer {
  readonly token: string;
}

/** What a webhook answers: who the user is. */
export interface WebhookAnswer {
  readonly sub: string;
}
