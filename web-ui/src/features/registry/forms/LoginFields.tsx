import { useState } from 'react';
import { Button, PasswordInput, Switch, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Pill } from '@/shared/ui/Pill';
import classes from './fields.module.css';
import type { RegistryValues, SecretState } from './values';

const HINT = 'A password or an access token. It is kept encrypted and never shown again';

interface LoginFieldsProps {
  form: UseFormReturnType<RegistryValues>;
  state: SecretState;
}

/** Who we are at a registry; a secret that is kept is only ever replaced or forgotten. */
export function LoginFields({ form, state }: LoginFieldsProps) {
  const [replacing, setReplacing] = useState(false);
  const { known } = form.values;
  return (
    <fieldset className={classes.part}>
      <legend>Login</legend>
      <Switch
        label="Log in there"
        description={
          known
            ? 'The secret goes only to the host that pulls or pushes, for that one time'
            : state === 'none'
              ? 'Hosts ask as nobody, which is enough for public images'
              : 'Hosts ask as nobody; the secret that is kept is forgotten when you save'
        }
        {...form.getInputProps('known', { type: 'checkbox' })}
      />
      {known && (
        <div className={classes.two}>
          <TextInput label="User" autoComplete="off" spellCheck={false} {...form.getInputProps('username')} />
          {state === 'kept' && !replacing ? (
            <div className={classes.kept}>
              <span className={classes.label}>Secret</span>
              <span className={classes.set}>
                <Pill tone="ok">Set</Pill>
                <Button variant="subtle" size="compact-sm" onClick={() => setReplacing(true)}>
                  Replace…
                </Button>
              </span>
            </div>
          ) : (
            <PasswordInput label="Secret" autoComplete="new-password" {...form.getInputProps('secret')} />
          )}
          <p className={classes.hint}>
            {state === 'exposed'
              ? 'Give the secret again: what you changed decides who gets to see it'
              : state === 'kept' && !replacing
                ? 'The secret can be replaced; it is never shown'
                : HINT}
          </p>
        </div>
      )}
    </fieldset>
  );
}
