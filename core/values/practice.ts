/** The password of every account of the training school; told openly on its sign-in screen. */
export const practicePassword = 'luyentap';
