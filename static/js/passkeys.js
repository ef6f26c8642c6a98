/* Passkeys and security keys (WebAuthn): the browser asks for one, its answer goes with the form.
   A form says by `data-passkey` what is asked for: enrol, show or sign-in. */

const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const textOf = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const readable = (key) => ({ ...key, id: bytesOf(key.id) });

const written = (credential) => {
  const { response } = credential;
  const parts = {};
  for (const name of [
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
    "userHandle",
  ]) {
    if (response[name]) parts[name] = textOf(response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  });
};

const enrol = async (form) => {
  const options = kept(form).creation_options.publicKey;
  const signsIn = form.elements.passwordless.checked;
  const asked = options.authenticatorSelection ?? {};
  return navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytesOf(options.challenge),
      user: { ...options.user, id: bytesOf(options.user.id) },
      excludeCredentials: (options.excludeCredentials ?? []).map(readable),
      authenticatorSelection: {
        ...asked,
        residentKey: signsIn ? "required" : "discouraged",
        requireResidentKey: signsIn,
        userVerification: signsIn ? "required" : asked.userVerification,
      },
    },
  });
};

const get = (options) =>
  navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytesOf(options.challenge),
      allowCredentials: (options.allowCredentials ?? []).map(readable),
    },
  });

const signIn = async (form) => {
  const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
  const answer = await fetch(form.action, { headers });
  const { request_options: options } = await answer.json();
  return get(options.publicKey);
};

const kept = (form) => JSON.parse(form.querySelector("script").textContent);

const ask = {
  enrol,
  show: (form) => get(kept(form).request_options.publicKey),
  "sign-in": signIn,
};

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  const failed = form.querySelector(".account-errors[hidden]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      form.elements.credential.value = written(await ask[form.dataset.passkey](form));
      form.submit();
    } catch {
      // Given up, or no key there: the browser says no more, so that no page learns which.
      failed.textContent = form.dataset.failed;
      failed.hidden = false;
    }
  });
}
