import { Button, Checkbox, FileButton, TagsInput, Textarea } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconAlertTriangle, IconFileCertificate } from '@tabler/icons-react';
import classes from './fields.module.css';
import type { RegistryValues } from './values';

/** How hosts reach a registry, and whom they believe. */
export function ConnectionFields({ form }: { form: UseFormReturnType<RegistryValues> }) {
  const load = async (file: File | null) => {
    if (file !== null) form.setFieldValue('authority', await file.text());
  };
  return (
    <fieldset className={classes.part}>
      <legend>Connection</legend>
      <Checkbox label="Plain HTTP, without TLS" {...form.getInputProps('plainHttp', { type: 'checkbox' })} />
      {form.values.plainHttp && (
        <p className={classes.warning} role="note">
          <IconAlertTriangle size={17} aria-hidden />
          <span>
            Anyone on the way between a host and this registry can read the images{' '}
            {form.values.known && 'and the secret '}
            and give out another image under the same tag. Use it only on networks that are yours.
          </span>
        </p>
      )}
      <div className={classes.authority}>
        <Textarea
          label="Certificates to trust"
          description="PEM of the authority that signed the registry’s certificate, in place of those that the hosts trust. Empty for a public registry"
          placeholder="-----BEGIN CERTIFICATE-----"
          rows={3}
          resize="vertical"
          spellCheck={false}
          classNames={{ input: classes.mono }}
          {...form.getInputProps('authority')}
        />
        <FileButton onChange={(file) => void load(file)} accept=".pem,.crt,.cer,application/x-pem-file">
          {(props) => (
            <Button
              {...props}
              variant="default"
              size="compact-sm"
              leftSection={<IconFileCertificate size={15} />}
            >
              From a file…
            </Button>
          )}
        </FileButton>
      </div>
      <TagsInput
        label="Token hosts"
        description="Hosts beside its own that may see the login, because they give out its tokens. Docker Hub’s and GitLab’s are known"
        placeholder={form.values.tokenHosts.length === 0 ? 'auth.example.com' : undefined}
        splitChars={[',', ' ']}
        acceptValueOnBlur
        {...form.getInputProps('tokenHosts')}
      />
    </fieldset>
  );
}
