using Spindle.Columnar.Errors;

namespace Spindle.Wire.Certificates;

/// <summary>Why a process does not talk to another.</summary>
public static class CertificateErrors
{
    private const string State = "28000";

    /// <summary>The far end showed no certificate.</summary>
    public static readonly ErrorClass Missing = new("SPINDLE_CERTIFICATE_REFUSED.MISSING", State);

    /// <summary>This application's authority did not sign it.</summary>
    public static readonly ErrorClass Forged = new("SPINDLE_CERTIFICATE_REFUSED.FORGED", State);

    /// <summary>It speaks for a process of another application.</summary>
    public static readonly ErrorClass OtherApplication = new("SPINDLE_CERTIFICATE_REFUSED.OTHER_APPLICATION", State);

    /// <summary>Its time is over.</summary>
    public static readonly ErrorClass Expired = new("SPINDLE_CERTIFICATE_REFUSED.EXPIRED", State);

    /// <summary>Its time has not come.</summary>
    public static readonly ErrorClass NotYetValid = new("SPINDLE_CERTIFICATE_REFUSED.NOT_YET_VALID", State);

    /// <summary>It is another process of the application than the one that was called.</summary>
    public static readonly ErrorClass OtherPeer = new("SPINDLE_CERTIFICATE_REFUSED.OTHER_PEER", State);

    /// <summary>The far end closed the connection when it saw our certificate.</summary>
    public static readonly ErrorClass RefusedByPeer = new("SPINDLE_CERTIFICATE_REFUSED.BY_PEER", State);

    /// <summary>The far end does not speak TLS, or none that both know.</summary>
    public static readonly ErrorClass HandshakeFailed = new("SPINDLE_TLS_HANDSHAKE_FAILED", "08001");
}
