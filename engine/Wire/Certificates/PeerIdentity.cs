using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Spindle.Wire.Certificates;

public enum PeerRole
{
    Driver,
    Executor,
}

/// <summary>
/// Which process of which application a certificate speaks for. Stands in the certificate's subject alternative name as <c>spindle://application/role/id</c>; addresses say nothing, since they are given anew.
/// </summary>
/// <param name="Application">The application's id.</param>
/// <param name="Id">The executor's id; the driver's is empty.</param>
public sealed record PeerIdentity(string Application, PeerRole Role, string Id)
{
    private const string Scheme = "spindle";

    /// <summary>The driver of an application.</summary>
    public static PeerIdentity Driver(string application) => new(application, PeerRole.Driver, "");

    /// <summary>One of its executors.</summary>
    public static PeerIdentity Executor(string application, string id) => new(application, PeerRole.Executor, id);

    public override string ToString() => Role == PeerRole.Driver ? $"the driver of {Application}" : $"executor {Id} of {Application}";

    internal Uri ToUri() => new($"{Scheme}:///{Uri.EscapeDataString(Application)}/{(Role == PeerRole.Driver ? "driver" : "executor")}/{Uri.EscapeDataString(Id)}");

    /// <summary>The identity that a certificate claims; null for none. Who signed the claim is another question.</summary>
    internal static PeerIdentity? ClaimedBy(X509Certificate2 certificate)
    {
        var extension = certificate.Extensions.FirstOrDefault(e => e.Oid?.Value == "2.5.29.17");
        try
        {
            return extension is null ? null : Uris(extension.RawData).Select(Parse).FirstOrDefault(identity => identity is not null);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static List<string> Uris(byte[] alternativeNames)
    {
        var uniformResourceIdentifier = new Asn1Tag(TagClass.ContextSpecific, 6);
        var names = new AsnReader(alternativeNames, AsnEncodingRules.DER).ReadSequence();
        var uris = new List<string>();
        while (names.HasData)
            if (names.PeekTag().HasSameClassAndValue(uniformResourceIdentifier))
                uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, uniformResourceIdentifier));
            else
                names.ReadEncodedValue();
        return uris;
    }

    private static PeerIdentity? Parse(string uri)
    {
        const string prefix = Scheme + ":///";
        if (!uri.StartsWith(prefix, StringComparison.Ordinal) || uri[prefix.Length..].Split('/') is not [var application, var role and ("driver" or "executor"), var id])
            return null;
        return new PeerIdentity(Uri.UnescapeDataString(application), role == "driver" ? PeerRole.Driver : PeerRole.Executor, Uri.UnescapeDataString(id));
    }
}
