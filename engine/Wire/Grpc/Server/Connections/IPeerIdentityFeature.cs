using Spindle.Wire.Certificates;

namespace Spindle.Wire.Grpc.Server.Connections;

/// <summary>Who is at the far end of a connection, as its certificate says.</summary>
internal interface IPeerIdentityFeature
{
    PeerIdentity Identity { get; }
}
