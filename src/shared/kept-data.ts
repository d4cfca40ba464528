/** One kind of what the server keeps: what it is, why it is kept, who sees it and how long it stays, in words for whoever it is about; and where it is kept. */
export interface KeptData {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly seenBy: string;
  readonly until: string;
  /** False where it is about nobody. */
  readonly isPersonal: boolean;
  /** By table of the store. Every column of every table is in one of these. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** The kinds of deeds that these are, where they are in the log of deeds. */
  readonly deeds?: readonly string[];
}

const STAFF = 'You, the instructors and assistants of the classes that you are in, and the admins of this Drydock.';
const UNTIL_DELETED = 'Until you delete your data.';

/**
 * Everything that the server keeps. The privacy page says this and nothing else; a test compares it with the store, so whoever adds a table, a column or a kind of deed names it here.
 */
export const keptData: readonly KeptData[] = [
  {
    id: 'person',
    title: 'That you are here',
    what: 'A random number for you, the time of your first visit, and whether you are a learner, an instructor or an admin. A cookie in your browser carries the number, signed. Without an account there is no name, no address and no e-mail.',
    why: 'So that your work is yours when you come back.',
    seenBy: STAFF,
    until: UNTIL_DELETED,
    isPersonal: true,
    columns: { learner: ['id', 'role', 'created_at'] },
  },
  {
    id: 'attempts',
    title: 'What checks decided about your tasks',
    what: 'Of each task that was looked at: the exercise and the task, whether it was done, the reason in words with the figures that were measured, points, and when.',
    why: 'Your ticks, points and certificates are read from it, and your instructors see where you are stuck.',
    seenBy: STAFF,
    until: UNTIL_DELETED,
    isPersonal: true,
    columns: { attempt: ['sequence', 'learner_id', 'exercise', 'task', 'verdict', 'at'] },
  },
  {
    id: 'deeds',
    title: 'What you did at exercises and quizzes',
    what: 'That you began an exercise; each hint that you opened, or that somebody of your class’s staff gave you, with the name that they have there; that you looked at a solution, and whether hints were left; what you entered as an answer to a task; what you answered in a quiz, and whether it was right. Each with its time.',
    why: 'Hints stay open and answers stay entered when you come back, and your instructors see what helped.',
    seenBy: STAFF,
    until: UNTIL_DELETED,
    isPersonal: true,
    columns: { deed: ['sequence', 'learner_id', 'subject', 'deed', 'at'] },
    deeds: ['try', 'hint', 'solution', 'answer', 'quiz'],
  },
  {
    id: 'sandbox',
    title: 'Your sandbox',
    what: 'Everything that you make in it: files, images, containers, the history of your shell. Of each terminal, the last two megabytes that were on its screen. Beside it, which sandbox is yours, a random number for the addresses of its previews, when it was made and last used, and how often it was started.',
    why: 'So that your work is as you left it.',
    seenBy: 'You. Whoever runs the server can reach it; instructors see it while you let them help.',
    until:
      'Until you start over, do not use it for as long as the installation says (thirty days, where nobody changed it), or delete your data.',
    isPersonal: true,
    columns: {
      sandbox: ['id', 'learner_id', 'preview_id', 'created_at', 'generation', 'last_used_at', 'expired_at'],
    },
  },
  {
    id: 'registry',
    title: 'Your account in the course registry',
    what: 'A name of two words that chance chose, when you got it, and the images that you push.',
    why: 'So that you can push and pull images of your own.',
    seenBy: 'Everybody in a sandbox can pull what you push, and sees its account’s name.',
    until:
      'Images until you empty your room there or delete your data; the account until you delete your data. Nobody is given its name after you.',
    isPersonal: true,
    columns: { registry_account: ['learner_id', 'name', 'created_at'] },
  },
  {
    id: 'membership',
    title: 'Your classes',
    what: 'The classes that you are or were in, the name that you go by there, what you are there, and when you joined and left.',
    why: 'So that your instructors know who works.',
    seenBy: STAFF,
    until: UNTIL_DELETED,
    isPersonal: true,
    columns: { membership: ['sequence', 'class_id', 'learner_id', 'role', 'name', 'joined_at', 'left_at'] },
  },
  {
    id: 'class-list',
    title: 'Where a class has a list of names',
    what: 'A number that your school has for you, where your instructor’s list had one. Of the link that is yours alone, a fingerprint, the class that it was made in and when.',
    why: 'So that you come back to your work from another browser, and your instructors find you in their own lists.',
    seenBy: STAFF,
    until: 'The link until it is replaced or taken back; both until you delete your data.',
    isPersonal: true,
    columns: {
      personal_link: ['token_hash', 'learner_id', 'class_id', 'created_at'],
      own_id: ['class_id', 'learner_id', 'own_id'],
    },
  },
  {
    id: 'account',
    title: 'Your account, where you have one',
    what: 'Your name and e-mail address; a hash of your password, which nobody can read back; of each passkey its public key, its name and what kind of device keeps it; the number that your identity provider has for you, where you sign in by one. While a new password is being set, the fingerprint of the link for it.',
    why: 'So that you can sign in.',
    seenBy: 'You. Your name and address: also the admins of this Drydock.',
    until: UNTIL_DELETED,
    isPersonal: true,
    columns: {
      user: ['id', 'name', 'email', 'emailVerified', 'image', 'createdAt', 'updatedAt', 'learnerId'],
      account: [
        ...['id', 'accountId', 'providerId', 'userId', 'accessToken', 'refreshToken', 'idToken'],
        ...['accessTokenExpiresAt', 'refreshTokenExpiresAt', 'scope', 'password', 'createdAt', 'updatedAt'],
      ],
      passkey: [
        ...['id', 'name', 'publicKey', 'userId', 'credentialID', 'counter', 'deviceType', 'backedUp'],
        ...['transports', 'createdAt', 'aaguid'],
      ],
      verification: ['id', 'identifier', 'value', 'expiresAt', 'createdAt', 'updatedAt'],
    },
  },
  {
    id: 'session',
    title: 'Where you are signed in',
    what: 'Of each browser that is signed in: a random number that its cookie carries, what the browser says it is, and when it signed in and was last used. No network address.',
    why: 'So that you stay signed in, see where you are, and can end it from elsewhere.',
    seenBy: 'You.',
    until: 'Until you sign out, thirty days after the last visit, or until you delete your data.',
    isPersonal: true,
    columns: {
      session: ['id', 'expiresAt', 'token', 'createdAt', 'updatedAt', 'ipAddress', 'userAgent', 'userId'],
    },
  },
  {
    id: 'sign-in-limits',
    title: 'Attempts to sign in',
    what: 'A fingerprint of an e-mail address with which signing in failed, how often and when; a network address with how often it asked.',
    why: 'So that nobody finds a password by trying many.',
    seenBy: 'Nobody. Whoever runs the server can reach it.',
    until: 'The first a day at most, the second about an hour.',
    isPersonal: true,
    columns: {
      sign_in_lock: ['name_hash', 'failures', 'locked_until', 'at'],
      rateLimit: ['id', 'key', 'count', 'lastRequest'],
    },
  },
  {
    id: 'help',
    title: 'Help, messages and hints of your instructors',
    what: 'That you raised a hand, with the text that you wrote and the lesson that you were at; who asked to look at your terminal, what you answered, when you handed the keyboard over and took it back, who ended it and when, and what the two of you wrote meanwhile; messages to you or to your class, and that you put them away. What was on the screen is not kept, and neither is what was typed.',
    why: 'So that both know what was agreed, and a message waits until you come back.',
    seenBy: STAFF,
    until: 'Until you delete your data. Where you are the one who helped or wrote, your name goes and the event stays.',
    isPersonal: true,
    columns: {
      class_event: ['sequence', 'class_id', 'learner_id', 'session', 'by_id', 'kind', 'event', 'at'],
    },
  },
  {
    id: 'grades',
    title: 'Points by hand',
    what: 'Where an instructor decided about your points in an exercise: the points, the reason in their words, who it was and when. All other points are computed from what you did whenever somebody looks, and are kept nowhere.',
    why: 'So that a decision can be understood later.',
    seenBy: 'You, the instructors of the class, and the admins of this Drydock.',
    until:
      'Until you delete your data. Where you are the instructor who decided, your name goes and the decision stays.',
    isPersonal: true,
    columns: {
      grade_override: ['sequence', 'class_id', 'learner_id', 'exercise', 'points', 'reason', 'made_by', 'at'],
    },
  },
  {
    id: 'invitations',
    title: 'Links that make somebody an instructor',
    what: 'Of each one-time link a fingerprint, what it makes of whoever uses it, when it was made, and if you used it, that it was you and when.',
    why: 'So that a link works once.',
    seenBy: 'Nobody. Whoever runs the server can reach it.',
    until: 'One that you used: until you delete your data.',
    isPersonal: true,
    columns: {
      invite: ['token_hash', 'role', 'class_id', 'class_role', 'created_at', 'redeemed_by', 'redeemed_at'],
    },
  },
  {
    id: 'erasure',
    title: 'That somebody deleted their data',
    what: 'The time, and fingerprints of their number and of their account’s name in the course registry. From neither can anybody tell who it was. While their sandbox and their images are still being removed, which ones these are.',
    why: 'So that a deletion can be proven by whoever knows the number, nobody is given the account after them, and a deletion that a power cut broke off is finished.',
    seenBy: 'Nobody. Whoever runs the server can reach it.',
    until: 'Fingerprints for ever; the rest until it is removed, most often within seconds.',
    isPersonal: true,
    columns: {
      erasure: ['sequence', 'person_hash', 'account_hash', 'at', 'open_for'],
      erasure_errand: ['kind', 'subject', 'at'],
    },
  },
  {
    id: 'classes',
    title: 'Classes and their gradebooks',
    what: 'A class’s name, course, code, days, limits and whether it is closed to the Internet; when its work is due and what being late, hints and solutions cost.',
    why: 'So that there are classes.',
    seenBy: 'Who is in the class. The code and the gradebook’s settings: its instructors.',
    until: 'For as long as the installation is there.',
    isPersonal: false,
    columns: {
      class: [
        ...['id', 'name', 'course', 'code', 'starts_on', 'ends_on', 'limits', 'internet'],
        ...['created_at', 'archived_at'],
      ],
      gradebook: ['class_id', 'settings', 'changed_at'],
    },
  },
  {
    id: 'installation',
    title: 'The installation itself',
    what: 'Its own number, the secrets that sign cookies and certificates, and which version of Drydock wrote the store.',
    why: 'So that it is the same after it was started again.',
    seenBy: 'Nobody. Whoever runs the server can reach it.',
    until: 'For as long as the installation is there.',
    isPersonal: false,
    columns: { setting: ['key', 'value'] },
  },
];
