using System.Text.Json.Nodes;

namespace Spindle.Testing.Kubernetes.Admission;

/// <summary>A rule that new objects pass.</summary>
public interface IAdmission
{
    /// <summary>Changes the object, or refuses it by an <see cref="ApiRefusal"/>.</summary>
    void Admit(ObjectStore store, ServedKind kind, JsonObject json);
}
