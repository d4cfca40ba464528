import { useState } from 'preact/hooks';
import { Field } from './class-frame.tsx';

/** A code that was written down or said. It is looked at where it leads. */
export function JoinByCode({ isSecond = false }: { readonly isSecond?: boolean }) {
  const [code, setCode] = useState('');
  return (
    <form
      class="class-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() !== '') location.assign(`/join/#${encodeURIComponent(code.trim())}`);
      }}
    >
      <h2>Join a class</h2>
      <Field label="Code" note="Eight letters and digits, from your instructor.">
        <input
          class="class-code-input"
          value={code}
          maxLength={40}
          required
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          placeholder="ABCD-2345"
          onInput={({ currentTarget }) => setCode(currentTarget.value)}
        />
      </Field>
      <button type="submit" class={`button ${isSecond ? '' : 'button-strong'}`}>
        Look at the class
      </button>
    </form>
  );
}
