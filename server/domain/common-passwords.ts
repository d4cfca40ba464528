/** What people take when they must take twelve characters, in lower case and with nothing but letters and digits. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `123456789012 1234567890123 12345678901234 123456789123 123456123456 123123123123 012345678901 098765432109 987654321098
  1234567890qwerty 123456789qwerty 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv q1w2e3r4t5y6 qazwsxedcrfv qwerty123456
  qwerty1234567 qwerty12345678 qwertyqwerty qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyuiopas qwertyuiopasdfgh qwertzuiop12
  qwertzuiop123 azertyuiop12 azertyuiop123 asdfghjkl123 asdfasdfasdf asdfghjklzxcvbnm zxcvbnm12345 zaq12wsxcde3 abcdefghijkl
  abcdefghijklm abcdefghijklmnop abcdef123456 abc123abc123 abcabcabcabc abcd1234abcd abcd12345678 aaaaaaaaaaaa password1234
  password12345 password123456 password1234567 passwordpassword mypassword123 newpassword123 thisismypassword adminpassword
  adminadmin123 adminadminadmin administrator administrator1 administrator123 changemeplease changeme1234 changeme12345
  changemenow123 letmeinletmein letmein12345 letmeinplease welcome12345 welcome123456 welcomewelcome welcomehome1 iloveyou1234
  iloveyou12345 iloveyouforever iloveyouiloveyou loveyouforever sunshine1234 princess1234 football1234 baseball1234 superman1234
  batman123456 dragon123456 monkey123456 master123456 michael12345 jennifer1234 charlie12345 computer1234 internet1234 secret123456
  secretsecret secretpassword trustno1trustno1 rootroot1234 toortoortoor docker123456 dockerdocker dockerdocker1 drydockdrydock
  drydock12345 drydock123456 instructor12 instructor123 instructor1234 teacherteacher student12345 studentstudent testtesttest
  test12345678 testpassword testpassword1 guestguest123 correcthorsebatterystaple hunter2hunter2 summer202520 winter202520
  passw0rd1234 passw0rd12345 p4ssw0rd1234 pa55word1234 qwer1234qwer qwer12345678 a1b2c3d4e5f6 zxcvbnmasdfghjkl`
    .split(/\s+/)
    .filter(Boolean),
);
