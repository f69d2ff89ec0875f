//! The credentials that can log in.

/// Credentials for testing. They are public and open nothing but this emulator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TestCredentials {
    /// ID of the AuthKey.
    pub auth_key_id: &'static str,
    /// Secret of the AuthKey.
    pub auth_key: &'static str,
    /// ID of the operator that all users and SIMs belong to.
    pub operator_id: &'static str,
    /// E-mail address of the root user.
    pub email: &'static str,
    /// E-mail address of a root user with multi-factor authentication.
    pub mfa_email: &'static str,
    /// Name of a SAM user.
    pub user_name: &'static str,
    /// Name of a SAM user with multi-factor authentication.
    pub mfa_user_name: &'static str,
    /// Password of all users.
    pub password: &'static str,
    /// One-time code of the users with multi-factor authentication.
    pub mfa_code: &'static str,
}

/// The credentials that the emulator accepts.
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
