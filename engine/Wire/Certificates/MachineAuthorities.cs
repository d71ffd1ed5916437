using System.Security.Cryptography.X509Certificates;

namespace Spindle.Wire.Certificates;

/// <summary>
/// The authorities that the machine trusts. None of them counts here, but on Linux .NET reads them all, hundreds of files, before it builds its first chain of certificates, whichever
/// authority that chain is to end at.
/// </summary>
public static class MachineAuthorities
{
    /// <summary>Has them read on a thread of its own, so that the first connection need not wait for it.</summary>
    public static void ReadAhead()
    {
        if (OperatingSystem.IsLinux())
            new Thread(Read) { IsBackground = true, Name = "machine's authorities" }.Start();
    }

    private static void Read()
    {
        // Both stores are read at once, and the intermediate authorities are few.
        using var store = new X509Store(StoreName.CertificateAuthority, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly);
        foreach (var certificate in store.Certificates)
            certificate.Dispose();
    }
}
