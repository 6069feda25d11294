/** What an open year waits for. */
export const pendingWords = {
  REASSESS: 'Chờ kết quả đánh giá lại',
  SUMMER_CONDUCT: 'Chờ kết quả rèn luyện trong hè',
  SUMMER_CONDUCT_THEN_REASSESS: 'Chờ rèn luyện trong hè và đánh giá lại',
  NEEDS_SUPPORT: 'Chờ đánh giá bổ sung',
  PRINCIPAL_DECIDES: 'Chờ hiệu trưởng quyết định',
} as const;
