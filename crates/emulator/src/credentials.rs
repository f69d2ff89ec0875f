//! Who may log in.

/// The credentials that work. They are public and open nothing but this emulator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TestCredentials {
    /// ID of the AuthKey.
    pub auth_key_id: &'static str,
    /// Its secret.
    pub auth_key: &'static str,
    /// The operator that everything belongs to.
    pub operator_id: &'static str,
    /// The root user's e-mail address.
    pub email: &'static str,
    /// The e-mail address of a root user with multi-factor authentication.
    pub mfa_email: &'static str,
    /// A SAM user.
    pub user_name: &'static str,
    /// A SAM user with multi-factor authentication.
    pub mfa_user_name: &'static str,
    /// Everybody's password.
    pub password: &'static str,
    /// The one-time code of those that need one.
    pub mfa_code: &'static str,
}

/// The credentials that work.
pub const TEST_CREDENTIALS: TestCredentials = TestCredentials {
    auth_key_id: "keyId-emulatorSampleKeyIdForTesting",
    auth_key: "secret-emulatorSampleSecretThatOpensNothingButTheEmulator",
    operator_id: "OP0012345678",
    email: "root@example.com",
    mfa_email: "root-mfa@example.com",
    user_name: "sam",
    mfa_user_name: "sam-mfa",
    password: "emulator-password",
    mfa_code: "123456",
};
